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
  let isMasked: ByteMask | undefined;
  for (const page of new Set([...changedPages, ...first.changedPages.keys()])) {
    const expected = goldenPage(golden, base, page);
    const found = disk.read(page * goldenPageBytes, expected.length);
    if (found.equals(expected)) continue;
    const mask = (isMasked ??= maskOf(golden, base));
    if (found.some((byte, at) => byte !== expected[at] && !mask(page, at))) return "differs";
  }
  return isMasked === undefined ? "equal" : "equal under the masks";
}

/** Whether a byte of a page may be another one than the first uninterrupted run has left. */
export type ByteMask = (page: number, index: number) => boolean;

/** Masks bytes in which the two runs differ from each other; of a table, fields. */
export function maskOf(golden: Golden, base: ByteSource): ByteMask {
  const [first, second] = golden.runs;
  let table: GoldenTable | undefined;
  let last: { readonly page: number; readonly runs: readonly [Buffer, Buffer] } | undefined;
  return (page, index) => {
    if (last?.page !== page) {
      last = { page, runs: [pageOfRun(first, base, page), pageOfRun(second, base, page)] };
    }
    const [one, other] = last.runs;
    if (one[index] !== other[index]) return true;
    table ??= goldenTable(golden, base);
    return table.fieldAt(page * goldenPageBytes + index)?.isExpected === false;
  };
}
