import { DecodeError } from "../../model/errors.js";
import { blockMapReachBlocks } from "./block-map.js";
import type { Blocks } from "./blocks.js";
import { openContentDigest } from "../content-digest.js";
import { extentsReachBlocks } from "./extents.js";
import type { Inode } from "./inode.js";
import { mapInode } from "./mapping.js";

interface ContentVisitor {
  data(bytes: Buffer): void;
  zeros(sizeBytes: number): void;
}

const chunkSizeBytes = 1024 * 1024;

/** Hex SHA-256 of a file that is not inline. See openContentDigest for files above 16 MiB. */
export function digestContent(blocks: Blocks, inode: Inode): string {
  const digest = openContentDigest(inode.sizeBytes);
  visitContent(blocks, inode, digest);
  return digest.hex();
}

/** The whole content of an inode that is not inline. Throws DecodeError above `limitBytes`. */
export function readContent(blocks: Blocks, inode: Inode, limitBytes: number): Buffer {
  if (inode.sizeBytes > limitBytes) {
    const problem = `expected at most ${limitBytes} bytes, found ${inode.sizeBytes}`;
    throw new DecodeError(`${inode.path}.size`, problem);
  }
  const pieces: Buffer[] = [];
  visitContent(blocks, inode, {
    data: (bytes) => pieces.push(bytes),
    zeros: (sizeBytes) => pieces.push(Buffer.alloc(sizeBytes)),
  });
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}

function visitContent(blocks: Blocks, inode: Inode, visitor: ContentVisitor): void {
  const { blockSizeBytes } = blocks.superblock;
  const { sizeBytes } = inode;
  const reach = inode.hasExtents ? extentsReachBlocks : blockMapReachBlocks(blockSizeBytes);
  if (sizeBytes > reach * blockSizeBytes) {
    const problem = `expected at most ${reach} blocks, found ${sizeBytes} bytes`;
    throw new DecodeError(`${inode.path}.size`, problem);
  }
  let offset = 0;
  for (const run of mapInode(blocks, inode).runs) {
    const start = run.firstFileBlock * blockSizeBytes;
    if (start >= sizeBytes) break;
    if (start > offset) visitor.zeros(start - offset);
    const end = Math.min(start + run.blockCount * blockSizeBytes, sizeBytes);
    if (run.isWritten) visitRun(blocks, run.startBlock, end - start, inode.path, visitor);
    else visitor.zeros(end - start);
    offset = end;
  }
  if (offset < sizeBytes) visitor.zeros(sizeBytes - offset);
}

function visitRun(
  blocks: Blocks,
  startBlock: number,
  sizeBytes: number,
  path: string,
  visitor: ContentVisitor,
): void {
  const { blockSizeBytes } = blocks.superblock;
  for (let done = 0; done < sizeBytes; done += chunkSizeBytes) {
    const wanted = Math.min(chunkSizeBytes, sizeBytes - done);
    const blockCount = Math.ceil(wanted / blockSizeBytes);
    const bytes = blocks.read(startBlock + done / blockSizeBytes, blockCount, path);
    visitor.data(bytes.length === wanted ? bytes : bytes.subarray(0, wanted));
  }
}
