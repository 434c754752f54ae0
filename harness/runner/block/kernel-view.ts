import type { PartitionTable } from "../../layout/partition-table.js";
import type { KernelPartition } from "../../target/loop-device.js";

/** sysfs counts in these, whatever the sectors of the disk are. */
const kernelSectorBytes = 512;

/** The partitions that the kernel has, in words that can be compared with those of a table. */
export function kernelView(partitions: readonly KernelPartition[]): string {
  return partitions
    .map(({ number, startSectors, sizeSectors }) => words(number, startSectors, sizeSectors))
    .join(", ");
}

/** The partitions that a table has, in the same words, by their numbers. */
export function viewOfTable({ entries, sectorBytes, label }: PartitionTable): string {
  if (label === "none") return "";
  const unit = sectorBytes / kernelSectorBytes;
  return [...entries]
    .sort((a, b) => a.number - b.number)
    .map(({ number, startingLba, endingLba }) =>
      words(number, startingLba * unit, (endingLba - startingLba + 1) * unit),
    )
    .join(", ");
}

function words(number: number, startSectors: number, sizeSectors: number): string {
  return `${number}: ${startSectors}+${sizeSectors}`;
}
