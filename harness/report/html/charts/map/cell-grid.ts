/** Cells that are filled or not, for pictures of more than can be drawn one by one. */
export class CellGrid {
  readonly #columns: number;
  readonly #lines: number;
  readonly #cells: Uint8Array;

  constructor(columns: number, lines: number) {
    this.#columns = columns;
    this.#lines = lines;
    this.#cells = new Uint8Array(columns * lines);
  }

  /** Fills the cells of a column that some lines touch; what is outside is left out. */
  fill(column: number, top: number, bottom: number): void {
    if (column < 0 || column >= this.#columns) return;
    const end = Math.min(this.#lines, Math.max(bottom, Math.floor(top) + 1));
    for (let line = Math.max(0, Math.floor(top)); line < end; line += 1) {
      this.#cells[line * this.#columns + column] = 1;
    }
  }

  /** A path along the middles of filled cells, to be drawn with a stroke as high as a cell. */
  path(): string {
    const [cells, columns] = [this.#cells, this.#columns];
    const pieces: string[] = [];
    let [line, behind] = [-1, 0];
    for (let at = cells.indexOf(1); at >= 0; at = cells.indexOf(1, at)) {
      const [start, itsLine] = [at, Math.floor(at / columns)];
      while (at < (itsLine + 1) * columns && cells[at] === 1) at += 1;
      const column = start - itsLine * columns;
      pieces.push(itsLine === line ? `m${column - behind} 0` : `M${column} ${itsLine}.5`);
      pieces.push(`h${at - start}`);
      [line, behind] = [itsLine, column + at - start];
    }
    return pieces.join("");
  }
}
