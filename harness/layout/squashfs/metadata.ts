import { DecodeError } from "../../model/errors.js";
import type { ByteSource } from "../byte-source.js";
import type { Decompress } from "./compression.js";

/** Reads on from one place of a table, across the borders of its blocks. */
export interface MetadataCursor {
  /** Throws DecodeError when the table ends before that. */
  read(sizeBytes: number, path: string): Buffer;
}

/** Tables of compressed blocks of up to 8 KiB. */
export interface Metadata {
  /** Opens the block at `startBytes` of the file system, at a byte of what it holds. */
  cursor(startBytes: number, offsetBytes: number): MetadataCursor;
}

interface MetadataBlock {
  readonly plain: Buffer;
  /** Where the next block starts. */
  readonly nextBytes: number;
}

const blockSizeBytes = 8192;
const headerSizeBytes = 2;
const storedPlainFlag = 0x8000;
const cachedBlockCount = 256;

/**
 * The metadata blocks before `endBytes`. Keeps the last 2 MiB of what was unpacked. A block is a
 * 16-bit length, with the top bit set when it is stored plainly, and its bytes.
 */
export function openMetadata(
  source: ByteSource,
  endBytes: number,
  decompress: Decompress,
): Metadata {
  const cache = new Map<number, MetadataBlock>();
  const load = (startBytes: number, path: string): MetadataBlock => {
    const cached = cache.get(startBytes);
    if (cached !== undefined) return cached;
    const block = readMetadataBlock(source, startBytes, endBytes, decompress, path);
    if (cache.size >= cachedBlockCount) cache.clear();
    cache.set(startBytes, block);
    return block;
  };
  return { cursor: (startBytes, offsetBytes) => openCursor(load, startBytes, offsetBytes) };
}

function openCursor(
  load: (startBytes: number, path: string) => MetadataBlock,
  startBytes: number,
  offsetBytes: number,
): MetadataCursor {
  let blockStart = startBytes;
  let offset = offsetBytes;
  const take = (sizeBytes: number, path: string): Buffer => {
    const block = load(blockStart, path);
    if (offset > block.plain.length) {
      const problem = `byte ${offset} of a block of ${block.plain.length}`;
      throw new DecodeError(path, problem);
    }
    const piece = block.plain.subarray(offset, offset + sizeBytes);
    offset += piece.length;
    if (offset === block.plain.length) {
      blockStart = block.nextBytes;
      offset = 0;
    }
    return piece;
  };
  return {
    read(sizeBytes, path) {
      if (sizeBytes === 0) return Buffer.alloc(0);
      const first = take(sizeBytes, path);
      if (first.length === sizeBytes) return first;
      const pieces = [first];
      for (let left = sizeBytes - first.length; left > 0;) {
        const piece = take(left, path);
        pieces.push(piece);
        left -= piece.length;
      }
      return Buffer.concat(pieces);
    },
  };
}

function readMetadataBlock(
  source: ByteSource,
  startBytes: number,
  endBytes: number,
  decompress: Decompress,
  path: string,
): MetadataBlock {
  const dataStart = startBytes + headerSizeBytes;
  const header = dataStart <= endBytes ? source.read(startBytes, headerSizeBytes) : undefined;
  if (header?.length !== headerSizeBytes) {
    throw new DecodeError(path, `a table block at ${startBytes} lies behind the end`);
  }
  const stored = header.readUInt16LE(0);
  const size = stored & ~storedPlainFlag;
  const bytes = source.read(dataStart, size);
  const nextBytes = dataStart + size;
  if (size === 0 || size > blockSizeBytes || nextBytes > endBytes || bytes.length !== size) {
    throw new DecodeError(path, `a table block at ${startBytes} has ${size} bytes`);
  }
  if ((stored & storedPlainFlag) !== 0) return { plain: bytes, nextBytes };
  const plain = decompress(bytes, blockSizeBytes, path);
  if (plain.length > 0) return { plain, nextBytes };
  throw new DecodeError(path, `a table block at ${startBytes} is empty`);
}
