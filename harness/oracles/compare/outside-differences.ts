import type { ByteSource } from "../../layout/byte-source.js";
import { goldenPage, goldenPageBytes, goldensAgree, type Golden } from "../golden.js";
import { freeSpace, outsidePlaces, type OutsidePlace } from "./outside-places.js";

/** A place outside of all partitions that is not as golden has it. */
export interface OutsideDifference {
  readonly at: OutsidePlace;
  readonly firstBytes: number;
  /** The last byte that differs. */
  readonly lastBytes: number;
  /** Part of it lies in a page that golden leaves as it was. */
  readonly isUntouched: boolean;
}

/**
 * What differs where a difference counts: of a table, the fields that mean something and are the
 * same in both runs. Elsewhere pages in which the runs agree; of free space only those that golden
 * has not written to. Only bytes that both disks have are compared.
 */
export function differencesOutside(
  golden: Golden,
  base: ByteSource,
  disk: ByteSource,
  changedPages: readonly number[],
): OutsideDifference[] {
  const found = new Map<number, OutsideDifference>();
  let placeOf: ((offsetBytes: number) => OutsidePlace) | undefined;
  for (const page of pagesOutside(golden, changedPages)) {
    const expected = goldenPage(golden, base, page);
    const now = disk.read(page * goldenPageBytes, expected.length);
    if (now.equals(expected)) continue;
    placeOf ??= outsidePlaces(golden, base);
    for (const difference of ofPage(golden, page, placeOf, expected, now)) {
      const { startBytes } = difference.at;
      found.set(startBytes, joined(found.get(startBytes), difference));
    }
  }
  return [...found.values()];
}

/** Pages that may differ and hold a byte that lies in no partition of golden, sorted. */
function pagesOutside({ runs: [first] }: Golden, changedPages: readonly number[]): number[] {
  const { facts, changedPages: goldenPages } = first;
  const isInside = (page: number) => {
    const from = page * goldenPageBytes;
    return facts.partitions.some(
      ({ startBytes, sizeBytes }) =>
        startBytes <= from && from + goldenPageBytes <= startBytes + sizeBytes,
    );
  };
  const pages = [...new Set([...changedPages, ...goldenPages.keys()])];
  return pages.filter((page) => !isInside(page)).sort((a, b) => a - b);
}

/** One difference for each place in a page. */
function ofPage(
  golden: Golden,
  page: number,
  placeOf: (offsetBytes: number) => OutsidePlace,
  expected: Buffer,
  found: Buffer,
): OutsideDifference[] {
  const startBytes = page * goldenPageBytes;
  const differences: OutsideDifference[] = [];
  const length = Math.min(expected.length, found.length);
  for (let index = 0; index < length; index += 1) {
    if (expected[index] === found[index]) continue;
    const at = placeOf(startBytes + index);
    const end = Math.min(length, at.endBytes - startBytes);
    if (counts(golden, page, at) && !isLeftover(at, expected.subarray(index, end))) {
      let last = end - 1;
      while (expected[last] === found[last]) last -= 1;
      differences.push({
        at,
        firstBytes: startBytes + index,
        lastBytes: startBytes + last,
        isUntouched: !golden.runs[0].changedPages.has(page),
      });
    }
    index = end - 1;
  }
  return differences;
}

/**
 * Something was left where nothing was, behind the first partition: no boot loader lies there, and
 * whoever makes a partition of it does not look.
 */
function isLeftover({ kind, place }: OutsidePlace, expected: Buffer): boolean {
  return kind === "free" && place === freeSpace && expected.every((byte) => byte === 0);
}

/** Whether a difference there is held against the run. */
function counts(golden: Golden, page: number, { kind, field }: OutsidePlace): boolean {
  const { runs, writtenPages } = golden;
  switch (kind) {
    case "partition":
      return false; // Content is compared file by file instead.
    case "field":
      return field?.isExpected === true;
    case "table":
      return goldensAgree(golden, page);
    case "free":
      // What golden has written to is the target's own, for a log, say.
      return (
        !runs[0].changedPages.has(page) && !writtenPages.has(page) && goldensAgree(golden, page)
      );
  }
}

function joined(
  earlier: OutsideDifference | undefined,
  { at, firstBytes, lastBytes, isUntouched }: OutsideDifference,
): OutsideDifference {
  return {
    at,
    firstBytes: earlier?.firstBytes ?? firstBytes,
    lastBytes,
    isUntouched: isUntouched || earlier?.isUntouched === true,
  };
}
