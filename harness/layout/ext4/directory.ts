import { DecodeError } from "../../model/errors.js";
import type { Blocks } from "./blocks.js";
import type { Inode } from "./inode.js";
import { mapInode } from "./mapping.js";
import { decodeText } from "../text.js";
import { readInlineRest } from "./xattrs.js";

/** A name in a directory. `.` and `..` are left out. */
export interface DirectoryEntry {
  readonly name: string;
  readonly inode: number;
  /** The field that holds the inode number, for errors. */
  readonly path: string;
}

const headerSizeBytes = 8;
const inlineParentSizeBytes = 4;
const chunkSizeBytes = 256 * 1024;

/**
 * Reads a directory: linear, hashed (whose index blocks look like unused entries) or inline.
 * Entries come in the order of the disk. Throws DecodeError, also for a directory with holes.
 *
 * The layout is that of the kernel's Documentation/filesystems/ext4/directory.rst.
 */
export function readDirectory(blocks: Blocks, inode: Inode): DirectoryEntry[] {
  const entries: DirectoryEntry[] = [];
  const path = `${inode.path}.directory`;
  if (inode.hasInlineData) {
    decodeEntries(inode.blockArea.subarray(inlineParentSizeBytes), path, entries);
    decodeEntries(readInlineRest(inode), path, entries);
    return entries;
  }
  const { blockSizeBytes } = blocks.superblock;
  const blockCount = Math.ceil(inode.sizeBytes / blockSizeBytes);
  let nextBlock = 0;
  for (const run of mapInode(blocks, inode).runs) {
    if (run.firstFileBlock >= blockCount) break;
    if (run.firstFileBlock !== nextBlock || !run.isWritten) break;
    const count = Math.min(run.blockCount, blockCount - nextBlock);
    readRun(blocks, run.startBlock, count, path, entries);
    nextBlock += count;
  }
  if (nextBlock === blockCount) return entries;
  throw new DecodeError(path, `block ${nextBlock} of ${blockCount} is missing`);
}

function readRun(
  blocks: Blocks,
  startBlock: number,
  blockCount: number,
  path: string,
  entries: DirectoryEntry[],
): void {
  const { blockSizeBytes } = blocks.superblock;
  const chunkBlockCount = chunkSizeBytes / blockSizeBytes;
  for (let done = 0; done < blockCount; done += chunkBlockCount) {
    const count = Math.min(chunkBlockCount, blockCount - done);
    const bytes = blocks.read(startBlock + done, count, path);
    for (let offset = 0; offset < bytes.length; offset += blockSizeBytes) {
      decodeEntries(bytes.subarray(offset, offset + blockSizeBytes), path, entries);
    }
  }
}

/** Adds the entries of one directory block, or of one part of an inline directory. */
function decodeEntries(area: Buffer, path: string, entries: DirectoryEntry[]): void {
  for (let offset = 0; offset < area.length;) {
    const recordSize = readRecordSize(area, offset, `${path}[${entries.length}]`);
    const inode = area.readUInt32LE(offset);
    const nameStart = offset + headerSizeBytes;
    const nameSize = area.readUInt8(offset + 6);
    offset += recordSize;
    if (inode === 0) continue;
    const entryPath = `${path}[${entries.length}]`;
    if (nameStart + nameSize > offset || nameSize === 0) {
      throw new DecodeError(`${entryPath}.nameSize`, `${nameSize} in a record of ${recordSize}`);
    }
    const name = decodeText(area.subarray(nameStart, nameStart + nameSize));
    if (name === "." || name === "..") continue;
    if (name.includes("/") || name.includes("\0")) {
      throw new DecodeError(`${entryPath}.name`, `${JSON.stringify(name)} is no file name`);
    }
    entries.push({ name, inode, path: `${entryPath}.inode` });
  }
}

function readRecordSize(area: Buffer, offset: number, path: string): number {
  const left = area.length - offset;
  const stored = left < headerSizeBytes ? 0 : area.readUInt16LE(offset + 4);
  // In blocks of 64 KiB the size of a whole block does not fit in the field.
  const size = area.length === 2 ** 16 && (stored === 0 || stored === 0xffff) ? 2 ** 16 : stored;
  if (size >= headerSizeBytes && size % 4 === 0 && size <= left) return size;
  throw new DecodeError(`${path}.recordSize`, `expected 8 to ${left}, found ${size}`);
}
