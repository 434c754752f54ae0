import { gapsBetween, joined, type ByteRange } from "../landing.js";
import { isData, type Unit } from "./units.js";

/**
 * Blocks of files in which bytes were lost. A later write to a part of such a block is lost there:
 * a cache holds whole blocks, and writes what it holds.
 */
export class LostBlocks {
  readonly #atomicBytes: number;
  readonly #blocks = new Map<number, ByteRange[]>();

  constructor(atomicBytes: number) {
    this.#atomicBytes = atomicBytes;
  }

  /** Notes what did not land of a unit; a truncation forgets what the file was. */
  note(unit: Unit, landed: readonly ByteRange[]): void {
    const { change, ino, offsetBytes } = unit.change;
    if (change === "truncate") this.#blocks.delete(ino);
    if (!isData(unit)) return;
    const size = this.#atomicBytes;
    const lost = gapsBetween(landed, unit.lengthBytes).map(({ fromBytes, toBytes }) => ({
      fromBytes: Math.floor((offsetBytes + fromBytes) / size) * size,
      toBytes: Math.ceil((offsetBytes + toBytes) / size) * size,
    }));
    if (lost.length > 0) this.#blocks.set(ino, joined([...(this.#blocks.get(ino) ?? []), ...lost]));
  }

  /** What of a range of a write can have landed. */
  without(unit: Unit, range: ByteRange): ByteRange[] {
    const { ino, offsetBytes } = unit.change;
    const lost = this.#blocks.get(ino);
    if (range.fromBytes >= range.toBytes) return [];
    if (lost === undefined) return [range];
    const size = this.#atomicBytes;
    let { fromBytes, toBytes } = range;
    const [start, end] = [offsetBytes + fromBytes, offsetBytes + toBytes];
    const isLost = (block: number): boolean =>
      lost.some((gap) => gap.fromBytes <= block && block < gap.toBytes);
    const [first, last] = [Math.floor(start / size) * size, Math.floor(end / size) * size];
    if (start % size !== 0 && isLost(first)) fromBytes = first + size - offsetBytes;
    if (end % size !== 0 && isLost(last)) toBytes = last - offsetBytes;
    return fromBytes < toBytes ? [{ fromBytes, toBytes }] : [];
  }
}

/**
 * Blocks of files of which a later write that landed covers only a part: what earlier writes put
 * there landed with it. To be told of units from the last to the first.
 */
export class SharedBlocks {
  readonly #atomicBytes: number;
  readonly #blocks = new Map<number, Set<number>>();

  constructor(atomicBytes: number) {
    this.#atomicBytes = atomicBytes;
  }

  /** Notes what landed of a unit; before a truncation the file was another. */
  note(unit: Unit, landed: readonly ByteRange[]): void {
    const { change, ino, offsetBytes } = unit.change;
    if (change === "truncate") this.#blocks.delete(ino);
    if (!isData(unit)) return;
    const own = this.#blocks.get(ino) ?? new Set();
    this.#blocks.set(ino, own);
    for (const { fromBytes, toBytes } of landed) {
      for (const border of [offsetBytes + fromBytes, offsetBytes + toBytes]) {
        if (border % this.#atomicBytes !== 0) own.add(Math.floor(border / this.#atomicBytes));
      }
    }
  }

  /** Whether a unit writes to one of them. */
  touches(unit: Unit): boolean {
    const { ino, offsetBytes } = unit.change;
    if (!isData(unit)) return false;
    const first = Math.floor(offsetBytes / this.#atomicBytes);
    const last = Math.floor((offsetBytes + unit.lengthBytes - 1) / this.#atomicBytes);
    return [...(this.#blocks.get(ino) ?? [])].some((block) => first <= block && block <= last);
  }
}
