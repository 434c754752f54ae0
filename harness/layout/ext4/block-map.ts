import type { BlockRun, Mapping } from "./block-run.js";
import type { Blocks } from "./blocks.js";
import type { Inode } from "./inode.js";

const directCount = 12;
const pointerSizeBytes = 4;

type GrowingRun = BlockRun & { blockCount: number };

interface Walk {
  readonly blocks: Blocks;
  readonly runs: GrowingRun[];
  readonly mapBlocks: number[];
  /** How many file blocks a pointer stands for, by the levels of indirection below it. */
  readonly spans: readonly number[];
  readonly path: string;
  nextFileBlock: number;
}

/**
 * Reads the direct, indirect, double and triple indirect block pointers of an inode, and claims
 * its blocks. Throws DecodeError.
 *
 * The layout is that of the kernel's Documentation/filesystems/ext4/blockmap.rst.
 */
export function mapIndirect(blocks: Blocks, inode: Inode): Mapping {
  const perBlock = blocks.superblock.blockSizeBytes / pointerSizeBytes;
  const spans = [1, perBlock, perBlock ** 2, perBlock ** 3];
  const path = `${inode.path}.blockMap`;
  const walk: Walk = { blocks, runs: [], mapBlocks: [], spans, path, nextFileBlock: 0 };
  for (let place = 0; place < directCount + 3; place += 1) {
    const levels = Math.max(0, place - directCount + 1);
    readPointer(walk, inode.blockArea.readUInt32LE(place * pointerSizeBytes), levels);
  }
  return walk;
}

/** How many blocks a file without extents can have. */
export function blockMapReachBlocks(blockSizeBytes: number): number {
  const perBlock = blockSizeBytes / pointerSizeBytes;
  return directCount + perBlock + perBlock ** 2 + perBlock ** 3;
}

function readPointer(walk: Walk, block: number, levels: number): void {
  if (block === 0) {
    walk.nextFileBlock += walk.spans[levels] ?? 0;
    return;
  }
  const path = `${walk.path}[${walk.nextFileBlock}]`;
  walk.blocks.claim(1, path);
  if (levels === 0) {
    walk.blocks.check(block, 1, path);
    addBlock(walk, block);
    walk.nextFileBlock += 1;
    return;
  }
  walk.mapBlocks.push(block);
  const pointers = walk.blocks.read(block, 1, path);
  for (let offset = 0; offset < pointers.length; offset += pointerSizeBytes) {
    readPointer(walk, pointers.readUInt32LE(offset), levels - 1);
  }
}

function addBlock(walk: Walk, block: number): void {
  const last = walk.runs.at(-1);
  const firstFileBlock = walk.nextFileBlock;
  const isNeighbour =
    last?.firstFileBlock === firstFileBlock - (last?.blockCount ?? 0) &&
    last.startBlock + last.blockCount === block;
  if (isNeighbour) last.blockCount += 1;
  else walk.runs.push({ firstFileBlock, startBlock: block, blockCount: 1, isWritten: true });
}
