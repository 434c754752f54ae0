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
  /**
   * Where the zeros end that begin at a place, as far as that is known without reading them: the
   * place itself where nothing is known of it, or where this is absent.
   */
  readonly holeEnd?: (offsetBytes: number) => number;
}

/** Bytes of a source and where they stand in it. */
export interface Piece {
  readonly offsetBytes: number;
  readonly bytes: Buffer;
}

/** Pieces begin at multiples of this. */
const alignmentBytes = 4096;

/**
 * What a source holds, in its order and in pieces of at most `pieceBytes` (a multiple of 4,096).
 * What is known to be zeros is left out, not read: this takes as long as there is data.
 */
export function* dataPieces(source: ByteSource, pieceBytes: number): Generator<Piece> {
  const { sizeBytes, holeEnd } = source;
  for (let at = 0; at < sizeBytes;) {
    const dataAt = holeEnd?.(at) ?? at;
    at = Math.max(at, dataAt - (dataAt % alignmentBytes));
    const bytes = source.read(at, Math.min(pieceBytes, sizeBytes - at));
    if (bytes.length === 0) return;
    yield { offsetBytes: at, bytes };
    at += bytes.length;
  }
}

/** A part of a source, as a source of its own. What lies beyond the whole's end is cut off. */
export function slice(whole: ByteSource, offsetBytes: number, sizeBytes: number): ByteSource {
  const size = Math.max(0, Math.min(sizeBytes, whole.sizeBytes - offsetBytes));
  const { holeEnd } = whole;
  return {
    sizeBytes: size,
    ...(holeEnd && { holeEnd: (offset) => holeEnd(offsetBytes + offset) - offsetBytes }),
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
