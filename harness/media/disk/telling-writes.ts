import type { DiskEvent, WriteEvent } from "../../model/trace.js";

/** A write of at most one block of most file systems. */
const smallBytes = 4096;
/** What more than so many writes of one row have in common tells nothing of any of them. */
const mostAlike = 64;

/**
 * The numbers of the writes that may well be metadata, as far as that shows without knowing the
 * format: those that begin at another place than where the one before ended; small ones; and those
 * right before or after a flush, or durable at once. In a row, in which each write begins where the
 * one before ended, what more than 64 have in common does not count: so fills a copy a place.
 */
export function tellingWrites(trace: readonly DiskEvent[]): ReadonlySet<number> {
  const flushed = besideFlushes(trace);
  const telling = new Set<number>();
  for (const row of rowsOf(trace.filter((event) => event.kind === "write"))) {
    const [first] = row;
    if (first !== undefined) telling.add(first.number);
    const reasons = [
      row.filter(({ lengthBytes }) => lengthBytes <= smallBytes),
      row.filter(({ number, synchronous }) => synchronous || flushed.has(number)),
    ];
    for (const alike of reasons.filter(({ length }) => length <= mostAlike)) {
      for (const { number } of alike) telling.add(number);
    }
  }
  return telling;
}

/** Writes in a row: each begins where the one before ended. */
function rowsOf(writes: readonly WriteEvent[]): WriteEvent[][] {
  const rows: WriteEvent[][] = [];
  let last: WriteEvent | undefined;
  for (const write of writes) {
    const goesOn =
      last?.change === write.change && last.offsetBytes + last.lengthBytes === write.offsetBytes;
    if (goesOn) rows.at(-1)?.push(write);
    else rows.push([write]);
    last = write;
  }
  return rows;
}

/** The last write before each flush, and the first one after it. */
function besideFlushes(trace: readonly DiskEvent[]): ReadonlySet<number> {
  const beside = new Set<number>();
  let [last, isFlushed] = [0, false];
  for (const event of trace) {
    if (event.kind === "flush") {
      if (last > 0) beside.add(last);
      isFlushed = true;
    }
    if (event.kind !== "write") continue;
    if (isFlushed) beside.add(event.number);
    [last, isFlushed] = [event.number, false];
  }
  return beside;
}
