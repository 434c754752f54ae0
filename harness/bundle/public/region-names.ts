import type { ByteSource } from "../../layout/byte-source.js";
import { diskRegions } from "../../layout/disk-regions.js";
import { readTable, type PartitionEntry } from "../../layout/partition-table.js";
import type { Region } from "../../layout/region.js";

/** The regions of a disk, with `P4` for the name of each partition, and nothing else of it. */
export function namelessRegions(disk: ByteSource): Region[] {
  const { entries } = readTable(disk);
  return diskRegions(disk).map(({ name, kind, startBytes, endBytes }) => ({
    name: withoutName(name, entries),
    kind,
    startBytes,
    endBytes,
  }));
}

/** `P4 Holiday pictures: inode tables` becomes `P4: inode tables`. */
function withoutName(name: string, entries: readonly PartitionEntry[]): string {
  for (const entry of entries) {
    const full = `P${entry.number} ${entry.name}`;
    if (name === full || name.startsWith(`${full}: `)) {
      return `P${entry.number}${name.slice(full.length)}`;
    }
  }
  // What is not in a partition has a name of ours.
  return name;
}

const ownPlaces = [
  ...["exit code", "processes", "what it says", "what it must leave alone", "the resumes"],
  ...["primary GPT", "backup GPT", "one more run", "boot code", "MBR", "disk"],
];

/** The place of a finding: one of ours, a partition by its number, or none that is told. */
export function namelessPlace(place: string, entries: readonly PartitionEntry[]): string {
  if (ownPlaces.includes(place)) return place;
  const entry = entries.find(({ name }) => name === place);
  return entry === undefined ? "a place with a name of the user's" : `P${entry.number}`;
}
