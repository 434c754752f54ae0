import { mapExtents } from "./extents.js";
import { mapIndirect } from "./block-map.js";
import { isShortLink, type Inode } from "./inode.js";
import type { Mapping } from "./block-run.js";
import type { Blocks } from "./blocks.js";

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
