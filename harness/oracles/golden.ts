import type { ByteRange } from "../model/byte-range.js";
import type { ByteSource } from "../layout/byte-source.js";
import type { DiskFacts } from "./facts/facts.js";
import type { FsckReport } from "./fsck/fsck.js";

/** Bytes of one page in `changedPages`. */
export const goldenPageBytes = 4096;

/** What one uninterrupted run left. */
export interface GoldenRun {
  readonly facts: DiskFacts;
  readonly fsck: readonly FsckReport[];
  /** Page number to content, for each page that differs from the base. */
  readonly changedPages: ReadonlyMap<number, Buffer>;
}

/**
 * What may be expected of a run that was crashed and resumed: two uninterrupted runs, so that
 * what differs between them is not held against anybody.
 */
export interface Golden {
  readonly base: DiskFacts;
  /** What the checkers say of the base. */
  readonly baseFsck: readonly FsckReport[];
  readonly runs: readonly [GoldenRun, GoldenRun];
  /** Pages that a run writes to, also those that it puts back. */
  readonly writtenPages: ReadonlySet<number>;
  /** Where partition tables are, before the work and after it. */
  readonly tables: readonly ByteRange[];
  /** What may be booted from in front of the first partition, where golden leaves it alone. */
  readonly bootCode: readonly ByteRange[];
}

/** True where both runs left the same bytes in a page. */
export function goldensAgree({ runs: [first, second] }: Golden, page: number): boolean {
  const one = first.changedPages.get(page);
  const other = second.changedPages.get(page);
  if (one === undefined || other === undefined) return one === other;
  return one.equals(other);
}

/** The bytes that golden holds in a page. */
export function goldenPage(golden: Golden, base: ByteSource, page: number): Buffer {
  return (
    golden.runs[0].changedPages.get(page) ?? base.read(page * goldenPageBytes, goldenPageBytes)
  );
}
