import type { ByteSource } from "../../layout/byte-source.js";
import type { ByteRange } from "../../model/byte-range.js";
import { goldenPageBytes, pageOfRun, type Golden } from "../golden.js";

const sectorBytes = 512;
const zeros = Buffer.alloc(sectorBytes);

/** More pages than this are not searched: moving so much leaves more than one trace. */
const mostPages = 32_768;

/**
 * Counts sectors of a range that held something in the base and are zeros now, though uninterrupted
 * runs keep what they held, there or elsewhere, and here no sector has it: whatever it means, it is
 * gone. Only `changedPages` differ from the base.
 */
export function wipedSectors(
  golden: Golden,
  base: ByteSource,
  disk: ByteSource,
  changedPages: readonly number[],
  { startBytes, endBytes }: ByteRange,
): number {
  const [run] = golden.runs;
  const isInside = (page: number): boolean =>
    page * goldenPageBytes >= startBytes && (page + 1) * goldenPageBytes <= endBytes;
  const pages = [...new Set([...changedPages, ...run.changedPages.keys()])].filter(isInside);
  if (pages.length > mostPages) return 0;
  const kept = contentsOf(pages.map((page) => pageOfRun(run, base, page)));
  const pagesOf = (source: ByteSource) =>
    pages.map((page) => source.read(page * goldenPageBytes, goldenPageBytes));
  const [before, now] = [pagesOf(base), pagesOf(disk)];
  const here = contentsOf(now);
  let count = 0;
  before.forEach((bytes, index) => {
    for (let at = 0; at < bytes.length; at += sectorBytes) {
      const held = bytes.toString("latin1", at, at + sectorBytes);
      const isZero = now[index]?.subarray(at, at + sectorBytes).equals(zeros) === true;
      if (isZero && kept.has(held) && !here.has(held)) count += 1;
    }
  });
  return count;
}

/** What the sectors of some pages hold, but for zeros. */
function contentsOf(pages: readonly Buffer[]): ReadonlySet<string> {
  const contents = new Set<string>();
  for (const bytes of pages) {
    for (let at = 0; at < bytes.length; at += sectorBytes) {
      if (bytes.subarray(at, at + sectorBytes).equals(zeros)) continue;
      contents.add(bytes.toString("latin1", at, at + sectorBytes));
    }
  }
  return contents;
}
