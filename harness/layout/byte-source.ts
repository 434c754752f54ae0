import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { HarnessError } from "../model/errors.js";

/** Bytes that can be read at any place: an image file, a store's page table, a part of either. */
export interface ByteSource {
  readonly sizeBytes: number;
  /**
   * Returns `lengthBytes` bytes from `offsetBytes`. Fewer where the source ends before that.
   * The caller must not change what it gets.
   */
  read(offsetBytes: number, lengthBytes: number): Buffer;
}

/** A part of a source, as a source of its own. What lies beyond the whole's end is cut off. */
export function slice(whole: ByteSource, offsetBytes: number, sizeBytes: number): ByteSource {
  const size = Math.max(0, Math.min(sizeBytes, whole.sizeBytes - offsetBytes));
  return {
    sizeBytes: size,
    read: (offset, length) =>
      whole.read(offsetBytes + offset, Math.max(0, Math.min(length, size - offset))),
  };
}

/** A buffer as a source. Used for small disks and in tests. */
export function bufferSource(buffer: Buffer): ByteSource {
  return {
    sizeBytes: buffer.length,
    read: (offset, length) => buffer.subarray(offset, offset + Math.max(0, length)),
  };
}

/** An open image file. Close it when done. */
export interface FileSource extends ByteSource {
  close(): void;
}

/** Opens a file for reading. Throws HarnessError when it can't be opened. */
export function openFileSource(path: string | Buffer): FileSource {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (cause) {
    throw new HarnessError(`cannot open ${String(path)} for reading`, { cause });
  }
  const sizeBytes = fstatSync(descriptor).size;
  return {
    sizeBytes,
    read(offset, length) {
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, sizeBytes - offset)));
      let done = 0;
      while (done < buffer.length) {
        const count = readSync(descriptor, buffer, done, buffer.length - done, offset + done);
        if (count === 0) break;
        done += count;
      }
      return buffer.subarray(0, done);
    },
    close: () => closeSync(descriptor),
  };
}
