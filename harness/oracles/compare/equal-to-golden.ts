import type { ByteSource } from "../../layout/byte-source.js";
import { goldenPage, goldenPageBytes, pageOfRun, type Golden } from "../golden.js";
import { goldenTable, type GoldenTable } from "./golden-table.js";

/**
 * How far a disk is what the first uninterrupted run left. `equal under the masks`: but for bytes
 * in which the two runs differ from each other (of a table, fields), and bytes that mean nothing.
 */
export type HowEqual = "equal" | "equal under the masks" | "differs";

/**
 * Compares the whole disk, partitions included. `changedPages` are the pages in which it may differ
 * from the base. Ends at the first page that differs.
 */
export function howEqual(
  golden: Golden,
  base: ByteSource,
  disk: ByteSource,
  changedPages: readonly number[],
): HowEqual {
  const [first] = golden.runs;
  if (disk.sizeBytes !== first.facts.sizeBytes) return "differs";
  let isMasked: ((page: number, found: Buffer) => boolean) | undefined;
  for (const page of new Set([...changedPages, ...first.changedPages.keys()])) {
    const expected = goldenPage(golden, base, page);
    const found = disk.read(page * goldenPageBytes, expected.length);
    if (found.equals(expected)) continue;
    isMasked ??= masksOf(golden, base);
    if (!isMasked(page, found)) return "differs";
  }
  return isMasked === undefined ? "equal" : "equal under the masks";
}

/** Whether a page differs from golden's only in what is masked. */
function masksOf(golden: Golden, base: ByteSource): (page: number, found: Buffer) => boolean {
  const [first, second] = golden.runs;
  let table: GoldenTable | undefined;
  return (page, found) => {
    const [one, other] = [pageOfRun(first, base, page), pageOfRun(second, base, page)];
    return found.every((byte, index) => {
      if (byte === one[index] || one[index] !== other[index]) return true;
      table ??= goldenTable(golden, base);
      return table.fieldAt(page * goldenPageBytes + index)?.isExpected === false;
    });
  };
}
