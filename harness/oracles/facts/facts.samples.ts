import type { ManifestEntry } from "../../layout/file-system.js";
import type { PartitionEntry } from "../../layout/partition-table.js";
import type { PartitionContent } from "./partition-content.js";
import type { DiskFacts, FileSystemFacts, PartitionFacts } from "./facts.js";
import type { FsckReport } from "../fsck/fsck.js";
import type { Golden, GoldenRun } from "../golden.js";
import { uniqueNames } from "./partition-names.js";

const mebibyte = 1024 * 1024;

/** Small facts for tests: a healthy disk, partitions and files on it, and golden runs. */

export function file(path: string, more: Partial<ManifestEntry> = {}): ManifestEntry {
  const common = { sizeBytes: 5, sha256: "aa", mode: 0o644, uid: 0, gid: 0, modifiedSeconds: 100 };
  return { path, type: "file", ...common, ...more };
}

/** An ext4 with some files and a root. */
export function ext4(
  manifest: readonly ManifestEntry[],
  more: Partial<FileSystemFacts> = {},
): Pick<PartitionFacts, "fileSystem"> {
  const root: ManifestEntry = { path: "/", type: "directory", sizeBytes: 4096, mode: 0o755 };
  const common = { label: "data", id: "id-1", sizeBytes: mebibyte };
  return { fileSystem: { type: "ext4", ...common, manifest: [root, ...manifest], ...more } };
}

export function raw(rawSha256: string): Pick<PartitionFacts, "rawSha256"> {
  return { rawSha256 };
}

/** A partition of 1 MiB that starts `number` MiB into the disk, where `entry` says no other. */
export function part(
  number: number,
  name: string,
  content: PartitionContent,
  more: Partial<PartitionEntry> = {},
): PartitionFacts {
  const entry: PartitionEntry = {
    number,
    name,
    type: "0FC63DAF-8483-4772-8E79-3D69D8477DE4",
    guid: `01234567-89AB-CDEF-0123-${String(number).padStart(12, "0")}`,
    startingLba: number * 2048,
    endingLba: number * 2048 + 2047,
    attributes: "0".repeat(16),
    ...more,
  };
  const startBytes = entry.startingLba * 512;
  const sizeBytes = (entry.endingLba + 1) * 512 - startBytes;
  return { entry, tableName: entry.name, startBytes, sizeBytes, ...content };
}

export function disk(
  partitions: readonly PartitionFacts[],
  more: Partial<DiskFacts> = {},
): DiskFacts {
  const names = uniqueNames(
    partitions.map(({ entry, tableName }) => ({ number: entry.number, name: tableName })),
  );
  const good = {
    headerState: "valid",
    entriesState: "valid",
    headerCrcValid: true,
    entriesCrcValid: true,
    valid: true,
  } as const;
  return {
    label: "gpt",
    sizeBytes: 16 * mebibyte,
    sectorBytes: 512,
    diskId: "01234567-89AB-CDEF-0123-456789ABCDEF",
    census: {
      state: "clean",
      primary: good,
      backup: good,
      entriesEqual: true,
      headersAgree: true,
      backupAtEnd: true,
      entriesInsideDisk: true,
      entriesOverlap: [],
    },
    gptProblems: [],
    partitions: partitions.map((each, index) => {
      return { ...each, entry: { ...each.entry, name: names[index] ?? "" } };
    }),
    ...more,
  };
}

export function goldenRun(
  facts: DiskFacts,
  fsck: readonly FsckReport[] = [],
  changedPages: ReadonlyMap<number, Buffer> = new Map<number, Buffer>(),
): GoldenRun {
  return { facts, fsck, changedPages };
}

/** Two golden runs; the second is as the first where none is given. */
export function goldenOf(base: DiskFacts, first: GoldenRun, second = first): Golden {
  const nothing = { baseFsck: [], writtenPages: new Set<number>(), tables: [], bootCode: [] };
  return { base, runs: [first, second], unmeant: new Set(), bytes: "content", ...nothing };
}
