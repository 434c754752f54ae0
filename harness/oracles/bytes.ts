import type { ByteSource } from "../layout/byte-source.js";
import type { Finding } from "../model/verdict.js";
import { goldenPage, goldenPageBytes, goldensAgree, type Golden } from "./golden.js";
import { answersTo } from "./facts/partition-names.js";

/**
 * Bytes outside of all partitions after the resume: wherever the goldens agree, they must be
 * as golden has them. Inside partitions, content is compared file by file instead. Free space
 * that golden has written to is the target's own, for a log, say: only in tables must it be the
 * same there.
 */
export function checkBytesOutside(
  golden: Golden,
  base: ByteSource,
  disk: ByteSource,
  changedPages: readonly number[],
): Finding[] {
  const findings: Finding[] = [];
  const goldenPages = golden.runs[0].changedPages;
  const outside = pagesOutside(golden);
  const pages = [...new Set([...changedPages, ...goldenPages.keys()])]
    .filter(outside)
    .sort((a, b) => a - b);
  const wrong: number[] = [];
  let untouched = false;
  for (const page of pages) {
    if (!goldensAgree(golden, page)) continue;
    const expected = goldenPage(golden, base, page);
    const found = disk.read(page * goldenPageBytes, goldenPageBytes);
    if (found.equals(expected)) continue;
    const offset = firstDifferenceOutside(golden, page, expected, found);
    if (offset === undefined) continue;
    wrong.push(offset);
    untouched ||= !goldenPages.has(page);
  }
  if (wrong.length > 0) {
    findings.push({
      checker: "bytes outside partitions",
      class: untouched ? "bystander touched" : "diverged",
      message:
        `${wrong.length} pages outside of all partitions: expected the bytes of an uninterrupted ` +
        `run, found others, first at byte ${wrong[0]}`,
      kill: 0,
    });
  }
  return findings;
}

/** Whether a page holds a byte that lies in no partition of golden. */
function pagesOutside({ runs: [{ facts }] }: Golden): (page: number) => boolean {
  return (page) => {
    const startBytes = page * goldenPageBytes;
    const inside = facts.partitions.some(
      (each) =>
        each.startBytes <= startBytes &&
        startBytes + goldenPageBytes <= each.startBytes + each.sizeBytes,
    );
    return !inside;
  };
}

/** Bystanders must be byte for byte as in the base, at each crash and at the end. */
export function checkBystanders(
  golden: Golden,
  names: readonly string[],
  base: ByteSource,
  disk: ByteSource,
  changedPages: readonly number[],
  kill: number,
): Finding[] {
  return golden.base.partitions
    .filter((each) => names.some((name) => answersTo(each, name)))
    .flatMap(({ entry, startBytes, sizeBytes }) => {
      const end = startBytes + sizeBytes;
      for (const page of changedPages) {
        const from = Math.max(page * goldenPageBytes, startBytes);
        const length = Math.min((page + 1) * goldenPageBytes, end) - from;
        if (length <= 0 || disk.read(from, length).equals(base.read(from, length))) continue;
        const message = `${entry.name}: expected its bytes as before, found others in page ${page}`;
        return [{ checker: "bystanders", class: "bystander touched" as const, message, kill }];
      }
      return [];
    });
}

function firstDifferenceOutside(
  golden: Golden,
  page: number,
  expected: Buffer,
  found: Buffer,
): number | undefined {
  const { runs, writtenPages } = golden;
  const { facts, changedPages } = runs[0];
  const { partitions } = facts;
  const isTargets = changedPages.has(page) || writtenPages.has(page);
  for (let index = 0; index < expected.length; index += 1) {
    if (expected[index] === found[index]) continue;
    const offset = page * goldenPageBytes + index;
    const inside = partitions.some(
      ({ startBytes, sizeBytes }) => offset >= startBytes && offset < startBytes + sizeBytes,
    );
    if (!inside && (!isTargets || inTable(golden, offset))) return offset;
  }
  return undefined;
}

function inTable({ tables }: Golden, offsetBytes: number): boolean {
  return tables.some(
    ({ startBytes, endBytes }) => offsetBytes >= startBytes && offsetBytes < endBytes,
  );
}
