import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { CellGrid } from "./cell-grid.js";

/** The cells that a path goes through: `column,line`. */
function cellsOf(path: string): string[] {
  const cells: string[] = [];
  let [column, line] = [0, 0];
  for (const [, letter, first = "", second = ""] of path.matchAll(
    /([Mmh])([\d.]+)(?: ([\d.]+))?/g,
  )) {
    if (letter === "M") [column, line] = [Number(first), Math.floor(Number(second))];
    if (letter === "m") column += Number(first);
    if (letter !== "h") continue;
    for (let end = column + Number(first); column < end; column += 1)
      cells.push(`${column},${line}`);
  }
  return cells;
}

test("the path goes through each filled cell once, and through no other", () => {
  const place = fc.record({
    column: fc.integer({ min: -1, max: 7 }),
    top: fc.double({ min: -1, max: 6, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(place, { maxLength: 20 }), (places) => {
      const grid = new CellGrid(6, 5);
      const wanted = new Set<string>();
      for (const { column, top } of places) {
        grid.fill(column, top, top + 0.5);
        for (let line = 0; line < 5; line += 1) {
          const isTouched = line === Math.floor(top) || (line > top && line < top + 0.5);
          if (column >= 0 && column < 6 && isTouched) wanted.add(`${column},${line}`);
        }
      }
      assert.equal(cellsOf(grid.path()).sort(), [...wanted].sort());
    }),
  );
});

test("what is thinner than a cell fills one, and neighbours are one piece", () => {
  const grid = new CellGrid(6, 5);
  for (const column of [1, 2, 3, 5]) grid.fill(column, 2.4, 2.4);
  assert.is(grid.path(), "M1 2.5h3m1 0h1");
});

test.run();
