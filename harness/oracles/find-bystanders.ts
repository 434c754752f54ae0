import type { ByteSource } from "../layout/byte-source.js";
import { sameEntry } from "./at-crash.js";
import type { DiskFacts, PartitionFacts } from "./facts/facts.js";
import { goldenPageBytes, type GoldenRun } from "./golden.js";
import { answersTo, namesOf } from "./facts/partition-names.js";
import { fileChanges } from "./uncrashed/file-changes.js";

/**
 * Names of the partitions that every uninterrupted run leaves alone: the same entry at the same
 * place, and all bytes as in `baseDisk`. Each name means one partition before and after each run.
 * None on a disk that is not divided.
 */
export function bystandersOf(
  base: DiskFacts,
  runs: readonly Pick<GoldenRun, "facts" | "changedPages">[],
  baseDisk: ByteSource,
): string[] {
  if (base.label === "none") return [];
  return base.partitions
    .filter((each) => runs.every(({ changedPages }) => keepsBytes(changedPages, each, baseDisk)))
    .flatMap((each) => {
      const isKeptAs = (name: string) => runs.every(({ facts }) => keepsEntry(facts, each, name));
      return namesOf(each).find(isKeptAs) ?? [];
    });
}

/** Names of the partitions that one uninterrupted run leaves alone, and the other does not. */
export function leftAloneOnce(
  base: DiskFacts,
  [first, second]: readonly [GoldenRun, GoldenRun],
  baseDisk: ByteSource,
): string[] {
  const [one, other] = [
    bystandersOf(base, [first], baseDisk),
    bystandersOf(base, [second], baseDisk),
  ];
  return [
    ...one.filter((name) => !other.includes(name)),
    ...other.filter((name) => !one.includes(name)),
  ];
}

/**
 * Names of the partitions that have the same files after a run as before it, each with the same
 * content, mode, owner and links, wherever they are now. Each name means one partition.
 */
export function withSameFiles(base: DiskFacts, after: DiskFacts): string[] {
  if (base.label === "none") return [];
  return base.partitions.flatMap((before) => {
    const isKeptAs = (name: string) => {
      const [now, ...more] = after.partitions.filter((each) => answersTo(each, name));
      return now !== undefined && more.length === 0 && hasSameFiles(before, now);
    };
    return namesOf(before).find(isKeptAs) ?? [];
  });
}

function hasSameFiles(before: PartitionFacts, now: PartitionFacts): boolean {
  const [old, files] = [before.fileSystem, now.fileSystem];
  if (old === undefined || files === undefined || old.type !== files.type) return false;
  if (old.problem !== undefined || files.problem !== undefined) return false;
  const { gone, broken, changed, added, altered } = fileChanges(old, files);
  return [gone, broken, changed, added, altered].every(({ length }) => length === 0);
}

function keepsEntry(facts: DiskFacts, partition: PartitionFacts, name: string): boolean {
  if (facts.sizeBytes < partition.startBytes + partition.sizeBytes) return false;
  const [now, ...more] = facts.partitions.filter((each) => answersTo(each, name));
  return now !== undefined && more.length === 0 && sameEntry(partition, now);
}

function keepsBytes(
  changedPages: ReadonlyMap<number, Buffer>,
  { startBytes, sizeBytes }: PartitionFacts,
  baseDisk: ByteSource,
): boolean {
  for (const [page, bytes] of changedPages) {
    const pageStart = page * goldenPageBytes;
    const from = Math.max(pageStart, startBytes);
    const end = Math.min(pageStart + bytes.length, startBytes + sizeBytes);
    if (end <= from) continue;
    const now = bytes.subarray(from - pageStart, end - pageStart);
    if (!now.equals(baseDisk.read(from, end - from))) return false;
  }
  return true;
}
