import type { ByteRange } from "../model/byte-range.js";
import type { ByteSource } from "../layout/byte-source.js";
import type { Region } from "../layout/region.js";
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

/** What one more run on a finished disk has left, and how it ended. */
export interface RerunEnd {
  readonly exitedZero: boolean;
  readonly left: GoldenRun;
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
  /** What one more run on the finished disk makes of it, where that is not what it was. */
  readonly rerun?: RerunEnd;
  /** Places of which uninterrupted runs lose something without being meant to. */
  readonly unmeant: ReadonlySet<string>;
  /**
   * What the bytes of a content that is not read are: all that matters in it, since we have made
   * them; nothing to judge by; or left to a view of the user's.
   */
  readonly bytes: "content" | "not read" | "viewed";
  /** Pages that a run writes to, also those that it puts back. */
  readonly writtenPages: ReadonlySet<number>;
  /** Where partition tables are, before the work and after it. */
  readonly tables: readonly Region[];
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

/**
 * The bytes that a run left in a page: none beyond the end of its disk. What the disk has grown by
 * is zeros.
 */
export function pageOfRun(
  { facts, changedPages }: GoldenRun,
  base: ByteSource,
  page: number,
): Buffer {
  const startBytes = page * goldenPageBytes;
  const lengthBytes = Math.max(0, Math.min(goldenPageBytes, facts.sizeBytes - startBytes));
  const bytes = changedPages.get(page) ?? base.read(startBytes, lengthBytes);
  if (bytes.length >= lengthBytes) return bytes.subarray(0, lengthBytes);
  return Buffer.concat([bytes], lengthBytes);
}

/** The bytes that golden holds in a page. */
export function goldenPage({ runs }: Golden, base: ByteSource, page: number): Buffer {
  return pageOfRun(runs[0], base, page);
}

/** The whole disk that a run left. */
export function diskOfRun(run: GoldenRun, base: ByteSource): ByteSource {
  const { sizeBytes } = run.facts;
  return {
    sizeBytes,
    read(offsetBytes, lengthBytes) {
      const endBytes = Math.min(offsetBytes + lengthBytes, sizeBytes);
      const pieces: Buffer[] = [];
      for (let at = offsetBytes; at < endBytes;) {
        const page = Math.floor(at / goldenPageBytes);
        const start = at - page * goldenPageBytes;
        const piece = pageOfRun(run, base, page).subarray(start, start + endBytes - at);
        pieces.push(piece);
        at += piece.length;
      }
      return Buffer.concat(pieces);
    },
  };
}
