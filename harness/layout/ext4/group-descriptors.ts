import type { Blocks } from "./blocks.js";
import { descriptorBlock, descriptorBlockCount } from "./group-layout.js";

/** Where the parts of one block group lie. All blocks are inside the file system. */
export interface GroupDescriptor {
  readonly blockBitmap: number;
  readonly inodeBitmap: number;
  readonly inodeTable: number;
  /** The block bitmap was never written: only the group's own metadata is in use. */
  readonly isBlockBitmapUnset: boolean;
  /** The inode bitmap was never written: no inode is in use. */
  readonly isInodeBitmapUnset: boolean;
}

const inodeUninit = 0x1;
const blockUninit = 0x2;

/**
 * Reads the primary group descriptors. Throws DecodeError with the path of the field, such as
 * `ext4.groupDescriptor(5).inodeTable`.
 *
 * The layout is that of the kernel's Documentation/filesystems/ext4/group_descr.rst.
 */
export function readGroupDescriptors(blocks: Blocks): GroupDescriptor[] {
  const { groupCount, blockSizeBytes, descriptorSizeBytes } = blocks.superblock;
  const perBlock = blockSizeBytes / descriptorSizeBytes;
  const groups: GroupDescriptor[] = [];
  for (let index = 0; index < descriptorBlockCount(blocks.superblock); index += 1) {
    const path = `ext4.groupDescriptor(${index * perBlock})`;
    const bytes = blocks.read(descriptorBlock(blocks.superblock, index), 1, path);
    for (let place = 0; place < perBlock && groups.length < groupCount; place += 1) {
      const start = place * descriptorSizeBytes;
      const descriptor = bytes.subarray(start, start + descriptorSizeBytes);
      groups.push(decodeDescriptor(blocks, descriptor, groups.length));
    }
  }
  return groups;
}

/** How many blocks the inode table of each group takes. */
export function inodeTableBlockCount(blocks: Blocks): number {
  const { inodesPerGroup, inodeSizeBytes, blockSizeBytes } = blocks.superblock;
  return Math.ceil((inodesPerGroup * inodeSizeBytes) / blockSizeBytes);
}

function decodeDescriptor(blocks: Blocks, bytes: Buffer, group: number): GroupDescriptor {
  const isWide = bytes.length >= 64;
  const block = (offset: number, field: string, count: number) => {
    const high = isWide ? bytes.readUInt32LE(offset + 32) : 0;
    const start = bytes.readUInt32LE(offset) + high * 2 ** 32;
    blocks.check(start, count, `ext4.groupDescriptor(${group}).${field}`);
    return start;
  };
  const flags = blocks.superblock.features.groupChecksums ? bytes.readUInt16LE(18) : 0;
  return {
    blockBitmap: block(0, "blockBitmap", 1),
    inodeBitmap: block(4, "inodeBitmap", 1),
    inodeTable: block(8, "inodeTable", inodeTableBlockCount(blocks)),
    isBlockBitmapUnset: (flags & blockUninit) !== 0,
    isInodeBitmapUnset: (flags & inodeUninit) !== 0,
  };
}
