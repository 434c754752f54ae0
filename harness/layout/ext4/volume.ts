import type { ByteSource } from "../byte-source.js";
import { openBlocks, type Blocks } from "./blocks.js";
import { readGroupDescriptors, type GroupDescriptor } from "./group-descriptors.js";
import { openInodeTable, type InodeTable } from "./inode-table.js";
import { checkGeometry, type Superblock } from "./superblock.js";

/** A file system opened for one reading: what is cached in it does not outlive a change. */
export interface Volume {
  readonly blocks: Blocks;
  readonly groups: readonly GroupDescriptor[];
  readonly inodes: InodeTable;
}

/** Checks the geometry and reads the group descriptors. Throws DecodeError. */
export function openVolume(source: ByteSource, superblock: Superblock): Volume {
  checkGeometry(superblock, source.sizeBytes);
  const blocks = openBlocks(source, superblock);
  const groups = readGroupDescriptors(blocks);
  return { blocks, groups, inodes: openInodeTable(blocks, groups) };
}
