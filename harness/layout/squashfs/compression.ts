import * as zlib from "node:zlib";
import { DecodeError } from "../../model/errors.js";

/** Unpacks one block. Throws DecodeError with the given path when it can't. */
export type Decompress = (packed: Buffer, largestBytes: number, path: string) => Buffer;

type Unpack = (packed: Buffer, options: { maxOutputLength: number }) => unknown;

const compressorNames: Readonly<Record<number, string>> = {
  1: "gzip",
  2: "lzma",
  3: "lzo",
  4: "xz",
  5: "lz4",
  6: "zstd",
};

/**
 * The decompressor of a file system. It throws only when it meets a compressed block, so that
 * what is stored plainly can be read whatever the compressor.
 */
export function decompressorOf(compressor: number): Decompress {
  const unpack = unpackOf(compressor);
  return (packed, largestBytes, path) => {
    if (unpack === undefined) {
      const name = compressorNames[compressor] ?? "unknown";
      const problem = `compressor ${compressor} (${name}) is not supported`;
      throw new DecodeError("squashfs.superblock.compressor", problem);
    }
    let plain: unknown;
    try {
      plain = unpack(packed, { maxOutputLength: largestBytes });
    } catch (cause) {
      throw new DecodeError(path, "cannot be decompressed", { cause });
    }
    if (Buffer.isBuffer(plain)) return plain;
    throw new DecodeError(path, "cannot be decompressed");
  };
}

/** Node 20 has no zstd; later ones do. */
function unpackOf(compressor: number): Unpack | undefined {
  const name = compressorNames[compressor];
  if (name === "gzip") return zlib.inflateSync;
  if (name !== "zstd") return undefined;
  const unpack: unknown = Reflect.get(zlib, "zstdDecompressSync");
  return typeof unpack === "function" ? (unpack as Unpack) : undefined;
}
