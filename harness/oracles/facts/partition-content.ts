import { dataPieces, type ByteSource } from "../../layout/byte-source.js";
import { openContentDigest } from "../../layout/content-digest.js";
import type { FileSystem, FileSystemType, ManifestEntry } from "../../layout/file-system.js";
import { otherFormat, type OtherFormat } from "../../layout/other-formats.js";
import { recognise } from "../../layout/recognise.js";
import { messageOf } from "../../model/errors.js";

/** What a partition holds, wherever it stands. */
export interface PartitionContent {
  readonly fileSystem?: FileSystemFacts;
  /** What it holds besides a file system that has a reader here, told by its bytes. */
  readonly otherType?: OtherFormat;
  /** Why its content could not be read by the programs of its format. */
  readonly unread?: string;
  /** The digest of all of it (openContentDigest), only where no file system was recognised. */
  readonly rawSha256?: string;
}

export interface FileSystemFacts {
  /** Of a format that only its own tools read, what they list stands as files. */
  readonly type: FileSystemType | OtherFormat;
  readonly label: string;
  readonly id: string;
  readonly sizeBytes: number;
  readonly manifest: readonly ManifestEntry[];
  /** Why it can't be read, if it can't. The manifest is empty then. */
  readonly problem?: string;
}

/** The type of what a partition holds; undefined where it is none that is known here. */
export function contentType({
  fileSystem,
  otherType,
}: PartitionContent): FileSystemFacts["type"] | undefined {
  return fileSystem?.type ?? otherType;
}

/** Reads what a partition holds. Never throws on damage: what can't be read is a problem. */
export function readContent(partition: ByteSource): PartitionContent {
  const fileSystem = recognise(partition);
  if (fileSystem !== undefined) return { fileSystem: readFileSystem(fileSystem) };
  const otherType = otherFormat(partition);
  const rawSha256 = digestOf(partition);
  return otherType === undefined ? { rawSha256 } : { otherType, rawSha256 };
}

function readFileSystem(fileSystem: FileSystem): FileSystemFacts {
  const { type, label, id, sizeBytes } = fileSystem;
  try {
    return { type, label, id, sizeBytes, manifest: fileSystem.manifest() };
  } catch (error) {
    return { type, label, id, sizeBytes, manifest: [], problem: messageOf(error) };
  }
}

const pieceBytes = 1024 * 1024;

/** The digest of all bytes, as openContentDigest has it. Holes are not read. */
function digestOf(source: ByteSource): string {
  const digest = openContentDigest(source.sizeBytes);
  let doneBytes = 0;
  for (const { offsetBytes, bytes } of dataPieces(source, pieceBytes)) {
    digest.zeros(offsetBytes - doneBytes);
    digest.data(bytes);
    doneBytes = offsetBytes + bytes.length;
  }
  digest.zeros(source.sizeBytes - doneBytes);
  return digest.hex();
}
