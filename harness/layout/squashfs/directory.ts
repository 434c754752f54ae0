import { DecodeError } from "../../model/errors.js";
import { decodeText } from "../text.js";
import type { MetadataCursor } from "./metadata.js";
import type { InodeReference } from "./superblock.js";

export interface DirectoryEntry {
  readonly name: string;
  readonly inode: InodeReference;
}

const headerSizeBytes = 12;
const entrySizeBytes = 8;
/** A listing's size counts `.` and `..`, as it were, with three bytes. */
const phantomSizeBytes = 3;
const mostEntriesPerHeader = 256;

/**
 * Reads the listing at a cursor. `sizeBytes` is the directory's size in its inode. Throws
 * DecodeError.
 */
export function readDirectory(
  cursor: MetadataCursor,
  sizeBytes: number,
  path: string,
): DirectoryEntry[] {
  const entries: DirectoryEntry[] = [];
  let left = sizeBytes - phantomSizeBytes;
  while (left > 0) {
    const header = cursor.read(headerSizeBytes, path);
    const entryCount = header.readUInt32LE(0) + 1;
    const blockBytes = header.readUInt32LE(4);
    if (entryCount > mostEntriesPerHeader) {
      throw new DecodeError(`${path}.entryCount`, `expected at most 256, found ${entryCount}`);
    }
    left -= headerSizeBytes;
    for (let index = 0; index < entryCount; index += 1) {
      const entryPath = `${path}[${entries.length}]`;
      const fixed = cursor.read(entrySizeBytes, entryPath);
      const nameSize = fixed.readUInt16LE(6) + 1;
      const name = decodeText(cursor.read(nameSize, `${entryPath}.name`));
      if (name.includes("/") || name.includes("\0") || name === "." || name === "..") {
        throw new DecodeError(`${entryPath}.name`, `${JSON.stringify(name)} is no file name`);
      }
      entries.push({ name, inode: { blockBytes, offsetBytes: fixed.readUInt16LE(0) } });
      left -= entrySizeBytes + nameSize;
    }
  }
  if (left === 0 || sizeBytes < phantomSizeBytes) return entries;
  throw new DecodeError(`${path}.size`, `found ${-left} bytes more than ${sizeBytes}`);
}
