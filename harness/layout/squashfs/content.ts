import { DecodeError } from "../../model/errors.js";
import { openContentDigest } from "../content-digest.js";
import type { FilePlace } from "./inode.js";
import { readUInt64 } from "./superblock.js";
import type { Volume } from "./volume.js";

/** Hashes the contents of files. Keeps the fragments that were unpacked last. */
export interface ContentReader {
  /** Hex SHA-256 of a file. See openContentDigest for files above 16 MiB. Throws DecodeError. */
  digest(file: FilePlace, path: string): string;
}

const storedPlainFlag = 0x1000000;
const storedSizeMask = 0xffffff;
const cachedFragmentCount = 8;

/** Opens a reader of file contents: blocks, blocks that are left out as zeros, and fragments. */
export function openContentReader(volume: Volume): ContentReader {
  const { blockSizeBytes } = volume.superblock;
  const fragments = new Map<number, Buffer>();
  const readFragment = (index: number, path: string): Buffer => {
    const cached = fragments.get(index);
    if (cached !== undefined) return cached;
    const entry = volume.fragments.entry(index, path);
    const plain = readBlock(volume, readUInt64(entry, 0), entry.readUInt32LE(8), path);
    if (fragments.size >= cachedFragmentCount) fragments.clear();
    fragments.set(index, plain);
    return plain;
  };
  return {
    digest({ sizeBytes, startBytes, fragment, blockSizes }, path) {
      const digest = openContentDigest(sizeBytes);
      const tailBytes = fragment === undefined ? 0 : sizeBytes % blockSizeBytes;
      let place = startBytes;
      for (let offset = 0; offset < sizeBytes - tailBytes; offset += blockSizeBytes) {
        const blockPath = `${path}.blocks[${offset / blockSizeBytes}]`;
        const stored = blockSizes.read(4, blockPath).readUInt32LE(0);
        const wanted = Math.min(blockSizeBytes, sizeBytes - offset);
        if (stored === 0) {
          digest.zeros(wanted);
          continue;
        }
        const plain = readBlock(volume, place, stored, blockPath);
        expectSize(plain, wanted, blockPath);
        digest.data(plain);
        place += stored & storedSizeMask;
      }
      if (fragment !== undefined && tailBytes > 0) {
        const fragmentPath = `${path}.fragment`;
        const whole = readFragment(fragment.index, fragmentPath);
        const tail = whole.subarray(fragment.offsetBytes, fragment.offsetBytes + tailBytes);
        expectSize(tail, tailBytes, fragmentPath);
        digest.data(tail);
      }
      return digest.hex();
    },
  };
}

function readBlock(volume: Volume, startBytes: number, stored: number, path: string): Buffer {
  const { blockSizeBytes, bytesUsed } = volume.superblock;
  const size = stored & storedSizeMask;
  if (size === 0 || size > blockSizeBytes || startBytes + size > bytesUsed) {
    throw new DecodeError(path, `${size} bytes at ${startBytes} are no data block`);
  }
  const bytes = volume.source.read(startBytes, size);
  expectSize(bytes, size, path);
  if ((stored & storedPlainFlag) !== 0) return bytes;
  return volume.decompress(bytes, blockSizeBytes, path);
}

function expectSize(bytes: Buffer, sizeBytes: number, path: string): void {
  if (bytes.length === sizeBytes) return;
  throw new DecodeError(path, `expected ${sizeBytes} bytes, found ${bytes.length}`);
}
