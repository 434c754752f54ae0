import { DecodeError } from "../../model/errors.js";
import type { Blocks } from "./blocks.js";
import { inodeTableBlockCount, type GroupDescriptor } from "./group-descriptors.js";
import { decodeInode, type Inode } from "./inode.js";

/** Reads inodes by number. */
export interface InodeTable {
  /** `path` names the field that holds the number. Throws DecodeError when there is none such. */
  read(number: number, path: string): Inode;
}

const windowSizeBytes = 64 * 1024;
const cachedWindowCount = 64;

/** The inode tables of all groups. Reads 64 KiB at a time and keeps the last 4 MiB. */
export function openInodeTable(blocks: Blocks, groups: readonly GroupDescriptor[]): InodeTable {
  const { superblock } = blocks;
  const { inodesPerGroup, inodeSizeBytes, blockSizeBytes } = superblock;
  const tableBlockCount = inodeTableBlockCount(blocks);
  const windowBlockCount = windowSizeBytes / blockSizeBytes;
  const windowsPerGroup = Math.ceil(tableBlockCount / windowBlockCount);
  const windows = new Map<number, Buffer>();
  const readWindow = (tableBlock: number, group: number, window: number) => {
    const key = group * windowsPerGroup + window;
    const cached = windows.get(key);
    if (cached !== undefined) return cached;
    const skipped = window * windowBlockCount;
    const count = Math.min(windowBlockCount, tableBlockCount - skipped);
    const path = `ext4.groupDescriptor(${group}).inodeTable`;
    const bytes = blocks.read(tableBlock + skipped, count, path);
    if (windows.size >= cachedWindowCount) windows.clear();
    windows.set(key, bytes);
    return bytes;
  };
  return {
    read(number, path) {
      const index = number - 1;
      const group = Math.floor(index / inodesPerGroup);
      const descriptor = groups[group];
      if (descriptor === undefined) {
        throw new DecodeError(path, `expected 1 to ${superblock.inodeCount}, found ${number}`);
      }
      const offset = (index % inodesPerGroup) * inodeSizeBytes;
      const window = Math.floor(offset / windowSizeBytes);
      const bytes = readWindow(descriptor.inodeTable, group, window);
      const start = offset % windowSizeBytes;
      return decodeInode(superblock, bytes.subarray(start, start + inodeSizeBytes), number);
    },
  };
}

/** The inodes that the inode bitmaps call used, in order of their numbers. */
export function* usedInodes(
  blocks: Blocks,
  groups: readonly GroupDescriptor[],
  table: InodeTable,
): Generator<Inode> {
  const { inodesPerGroup } = blocks.superblock;
  for (const [group, descriptor] of groups.entries()) {
    if (descriptor.isInodeBitmapUnset) continue;
    const path = `ext4.groupDescriptor(${group}).inodeBitmap`;
    const bitmap = blocks.read(descriptor.inodeBitmap, 1, path);
    for (let index = 0; index < inodesPerGroup; index += 1) {
      const byte = bitmap.readUInt8(index >> 3);
      if (byte === 0) index |= 7;
      else if ((byte & (1 << (index & 7))) !== 0) {
        yield table.read(group * inodesPerGroup + index + 1, path);
      }
    }
  }
}
