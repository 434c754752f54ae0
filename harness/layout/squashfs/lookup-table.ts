import { DecodeError } from "../../model/errors.js";
import type { ByteSource } from "../byte-source.js";
import type { Metadata } from "./metadata.js";
import { readUInt64 } from "./superblock.js";

/** A table of equal entries: a plain list of pointers to the metadata blocks that hold them. */
export interface LookupTable {
  /** Throws DecodeError when there is no such entry. */
  entry(index: number, path: string): Buffer;
}

const metadataBlockSizeBytes = 8192;
const pointerSizeBytes = 8;

interface LookupTableOptions {
  /** Where the list of pointers starts. */
  readonly startBytes: number;
  readonly entrySizeBytes: number;
  readonly entryCount: number;
}

/** Opens a table. Nothing is read until an entry is asked for. */
export function openLookupTable(
  source: ByteSource,
  metadata: Metadata,
  { startBytes, entrySizeBytes, entryCount }: LookupTableOptions,
): LookupTable {
  return {
    entry(index, path) {
      if (index >= entryCount) {
        throw new DecodeError(path, `expected less than ${entryCount}, found ${index}`);
      }
      const place = index * entrySizeBytes;
      const block = Math.floor(place / metadataBlockSizeBytes);
      const pointer = source.read(startBytes + block * pointerSizeBytes, pointerSizeBytes);
      if (pointer.length < pointerSizeBytes) {
        throw new DecodeError(path, "its table lies behind the end");
      }
      const cursor = metadata.cursor(readUInt64(pointer, 0), place % metadataBlockSizeBytes);
      return cursor.read(entrySizeBytes, path);
    },
  };
}
