import type { ByteSource } from "../layout/byte-source.js";
import type { DiskFacts, PartitionFacts } from "./facts.js";
import { goldenPageBytes, type GoldenRun } from "./golden.js";

/**
 * Names of the partitions that every uninterrupted run leaves alone: the same entry at the same
 * place, and all bytes as in `baseDisk`. Only names that stand for one partition; none on a disk
 * that is not divided.
 */
export function bystandersOf(
  base: DiskFacts,
  runs: readonly Pick<GoldenRun, "facts" | "changedPages">[],
  baseDisk: ByteSource,
): string[] {
  if (base.label === "none") return [];
  return base.partitions
    .filter((partition) => isAlone(base, partition))
    .filter((partition) =>
      runs.every(
        ({ facts, changedPages }) =>
          keepsEntry(facts, partition) && keepsBytes(changedPages, partition, baseDisk),
      ),
    )
    .map(({ entry }) => entry.name);
}

function isAlone(facts: DiskFacts, { entry: { name } }: PartitionFacts): boolean {
  return facts.partitions.filter(({ entry }) => entry.name === name).length === 1;
}

function keepsEntry(facts: DiskFacts, partition: PartitionFacts): boolean {
  if (facts.sizeBytes < partition.startBytes + partition.sizeBytes) return false;
  const before = JSON.stringify(partition.entry);
  const found = facts.partitions.some(({ entry }) => JSON.stringify(entry) === before);
  return found && isAlone(facts, partition);
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
