import { createHash } from "node:crypto";
import { slice, type ByteSource } from "../layout/byte-source.js";
import type { FileSystem, FileSystemType, ManifestEntry } from "../layout/file-system.js";
import { gptCensus, type GptCensus } from "../layout/gpt/census.js";
import { partitionsOf, readGpt } from "../layout/gpt/gpt.js";
import type { GptEntry } from "../layout/gpt/types.js";
import { recognise } from "../layout/recognise.js";
import { messageOf } from "../model/errors.js";

/** What a partition holds, as far as a user can tell. */
export interface PartitionFacts {
  readonly entry: GptEntry;
  readonly startBytes: number;
  readonly sizeBytes: number;
  readonly fileSystem?: FileSystemFacts;
  /** Hex SHA-256 of the whole partition, only where no file system was recognised. */
  readonly rawSha256?: string;
}

export interface FileSystemFacts {
  readonly type: FileSystemType;
  readonly label: string;
  readonly id: string;
  readonly sizeBytes: number;
  readonly manifest: readonly ManifestEntry[];
  /** Why it can't be read, if it can't. The manifest is empty then. */
  readonly problem?: string;
}

/** What stands on a disk: table and contents. Two of these can be compared without the disk. */
export interface DiskFacts {
  readonly sizeBytes: number;
  readonly sectorBytes: number;
  readonly diskGuid: string;
  readonly census: GptCensus;
  /** What is wrong with either copy of the table, with field paths. */
  readonly gptProblems: readonly string[];
  readonly partitions: readonly PartitionFacts[];
}

/**
 * Reads everything that can be judged. Never throws on damage: what can't be read is a problem.
 * `names` limits it to the partitions with these names.
 */
export function readFacts(disk: ByteSource, names?: ReadonlySet<string>): DiskFacts {
  const gpt = readGpt(disk);
  const header = (gpt.primary.valid ? gpt.primary : gpt.backup).header;
  return {
    sizeBytes: disk.sizeBytes,
    sectorBytes: gpt.sectorBytes,
    diskGuid: header?.diskGuid ?? "",
    census: gptCensus(gpt),
    gptProblems: [...gpt.primary.problems, ...gpt.backup.problems],
    partitions: partitionsOf(gpt)
      .filter((entry) => names?.has(entry.name) ?? true)
      .map((entry) => readPartition(disk, entry, gpt.sectorBytes)),
  };
}

function readPartition(disk: ByteSource, entry: GptEntry, sectorBytes: number): PartitionFacts {
  const startBytes = entry.startingLba * sectorBytes;
  const sizeBytes = (entry.endingLba + 1) * sectorBytes - startBytes;
  const partition = slice(disk, startBytes, sizeBytes);
  const place = { entry, startBytes, sizeBytes };
  const fileSystem = recognise(partition);
  if (fileSystem === undefined) return { ...place, rawSha256: sha256Of(partition) };
  return { ...place, fileSystem: readFileSystem(fileSystem) };
}

function readFileSystem(fileSystem: FileSystem): FileSystemFacts {
  const { type, label, id, sizeBytes } = fileSystem;
  try {
    return { type, label, id, sizeBytes, manifest: fileSystem.manifest() };
  } catch (error) {
    return { type, label, id, sizeBytes, manifest: [], problem: messageOf(error) };
  }
}

function sha256Of(source: ByteSource): string {
  const hash = createHash("sha256");
  const pieceBytes = 1024 * 1024;
  for (let at = 0; at < source.sizeBytes; at += pieceBytes) {
    hash.update(source.read(at, pieceBytes));
  }
  return hash.digest("hex");
}
