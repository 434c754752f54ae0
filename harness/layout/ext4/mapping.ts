import { mapExtents } from "./extents.js";
import { mapIndirect } from "./block-map.js";
import { isShortLink, type Inode } from "./inode.js";
import type { Blocks } from "./blocks.js";

/** Blocks of a file that are neighbours both in the file and on the disk. */
export interface BlockRun {
  readonly firstFileBlock: number;
  readonly startBlock: number;
  readonly blockCount: number;
  /** False for blocks that are set aside but read as zeros. */
  readonly isWritten: boolean;
}

/** The blocks that an inode owns. */
export interface Mapping {
  /** In the order of the file. What no run covers is a hole. */
  readonly runs: readonly BlockRun[];
  /** Blocks of the map itself. */
  readonly mapBlocks: readonly number[];
}

const nothing: Mapping = { runs: [], mapBlocks: [] };
const badBlocksInode = 1;

/**
 * Finds the blocks of an inode, through extents or block pointers, and claims them. Throws
 * DecodeError with the path of the field, such as `ext4.inode(12).extents[3].startBlock`.
 */
export function mapInode(blocks: Blocks, inode: Inode): Mapping {
  if (inode.hasInlineData || isShortLink(inode)) return nothing;
  const hasBlocks = inode.type === "file" || inode.type === "directory" || inode.type === "symlink";
  if (!hasBlocks && inode.number !== badBlocksInode) return nothing;
  return inode.hasExtents ? mapExtents(blocks, inode) : mapIndirect(blocks, inode);
}
