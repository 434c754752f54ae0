import type { ByteSource } from "../layout/byte-source.js";
import { goldenPage, goldenPageBytes, goldensAgree, type Golden } from "./golden.js";

/** How far the copy into one place has come. */
export interface DestinationState {
  /** The name of the partition that golden has there. */
  readonly partition: string;
  readonly state: "empty" | "partial" | "complete";
}

/**
 * The state of each copy destination: a place where golden has a partition that the base has
 * not. `changedPages` are the pages in which the disk differs from the base.
 */
export function destinationStates(
  golden: Golden,
  base: ByteSource,
  disk: ByteSource,
  changedPages: readonly number[],
): DestinationState[] {
  const starts = new Set(golden.base.partitions.map(({ startBytes }) => startBytes));
  const changed = new Set(changedPages);
  return golden.runs[0].facts.partitions
    .filter(({ entry, startBytes }) => entry.number > 0 && !starts.has(startBytes))
    .map(({ entry, startBytes, sizeBytes }) => {
      const first = Math.ceil(startBytes / goldenPageBytes);
      const last = Math.floor((startBytes + sizeBytes) / goldenPageBytes) - 1;
      const inside = (page: number) => page >= first && page <= last;
      const wanted = [...golden.runs[0].changedPages.keys()].filter(inside);
      const touched = changedPages.filter(inside);
      const done = [...new Set([...wanted, ...touched])].every((page) => {
        if (!goldensAgree(golden, page)) return true;
        if (!changed.has(page)) return !golden.runs[0].changedPages.has(page);
        const expected = goldenPage(golden, base, page);
        return disk.read(page * goldenPageBytes, expected.length).equals(expected);
      });
      const untouched = touched.length === 0 && wanted.length > 0;
      const state = untouched ? "empty" : done ? "complete" : "partial";
      return { partition: entry.name, state };
    });
}
