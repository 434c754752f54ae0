import { DecodeError } from "../../model/errors.js";
import type { BlockRun, Mapping } from "./block-run.js";
import type { Blocks } from "./blocks.js";
import type { Inode } from "./inode.js";

const magic = 0xf30a;
const headerSizeBytes = 12;
const entrySizeBytes = 12;
const deepest = 5;
/** Longer extents are set aside but unwritten, and this much too long. */
const longestWritten = 32768;

interface Walk {
  readonly blocks: Blocks;
  readonly runs: BlockRun[];
  readonly mapBlocks: number[];
  nextFileBlock: number;
}

/**
 * Reads the extent tree of an inode, of any depth, and claims its blocks. Throws DecodeError.
 *
 * The layout is that of the kernel's Documentation/filesystems/ext4/ifork.rst.
 */
export function mapExtents(blocks: Blocks, inode: Inode): Mapping {
  const walk: Walk = { blocks, runs: [], mapBlocks: [], nextFileBlock: 0 };
  readNode(walk, inode.blockArea, undefined, inode.path);
  return walk;
}

/** How many blocks a file with extents can have. */
export const extentsReachBlocks = 2 ** 32;

function readNode(walk: Walk, node: Buffer, expectedDepth: number | undefined, path: string): void {
  const foundMagic = node.readUInt16LE(0);
  const entryCount = node.readUInt16LE(2);
  const depth = node.readUInt16LE(6);
  const room = Math.floor((node.length - headerSizeBytes) / entrySizeBytes);
  if (foundMagic !== magic) {
    const found = `0x${foundMagic.toString(16)}`;
    throw new DecodeError(`${path}.extentHeader.magic`, `expected 0xf30a, found ${found}`);
  }
  if (entryCount > room) {
    const problem = `expected at most ${room}, found ${entryCount}`;
    throw new DecodeError(`${path}.extentHeader.entryCount`, problem);
  }
  if (expectedDepth === undefined ? depth > deepest : depth !== expectedDepth) {
    const expected = expectedDepth ?? `at most ${deepest}`;
    throw new DecodeError(`${path}.extentHeader.depth`, `expected ${expected}, found ${depth}`);
  }
  for (let index = 0; index < entryCount; index += 1) {
    const offset = headerSizeBytes + index * entrySizeBytes;
    const entryPath = `${path}.extents[${index}]`;
    if (depth === 0) readExtent(walk, node, offset, entryPath);
    else readIndex(walk, node, offset, depth, entryPath);
  }
}

function readExtent(walk: Walk, node: Buffer, offset: number, path: string): void {
  const firstFileBlock = node.readUInt32LE(offset);
  const length = node.readUInt16LE(offset + 4);
  const startBlock = node.readUInt16LE(offset + 6) * 2 ** 32 + node.readUInt32LE(offset + 8);
  const isWritten = length <= longestWritten;
  const blockCount = isWritten ? length : length - longestWritten;
  if (blockCount === 0) throw new DecodeError(`${path}.blockCount`, "expected a block or more");
  if (firstFileBlock < walk.nextFileBlock) {
    const problem = `expected ${walk.nextFileBlock} or more, found ${firstFileBlock}`;
    throw new DecodeError(`${path}.firstFileBlock`, problem);
  }
  walk.blocks.check(startBlock, blockCount, `${path}.startBlock`);
  walk.blocks.claim(blockCount, path);
  walk.runs.push({ firstFileBlock, startBlock, blockCount, isWritten });
  walk.nextFileBlock = firstFileBlock + blockCount;
}

function readIndex(walk: Walk, node: Buffer, offset: number, depth: number, path: string): void {
  const child = node.readUInt16LE(offset + 8) * 2 ** 32 + node.readUInt32LE(offset + 4);
  walk.blocks.claim(1, path);
  walk.mapBlocks.push(child);
  readNode(walk, walk.blocks.read(child, 1, `${path}.childBlock`), depth - 1, path);
}
