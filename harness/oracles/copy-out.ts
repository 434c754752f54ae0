import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import type { ByteSource } from "../layout/byte-source.js";

const pieceBytes = 256 * 1024;
const zeros = Buffer.alloc(pieceBytes);

/** Copies a part of a disk to a file of its own; runs of zeros become holes. */
export function copyOut(
  disk: ByteSource,
  part: { readonly startBytes: number; readonly sizeBytes: number },
  path: string,
): void {
  const descriptor = openSync(path, "w");
  try {
    ftruncateSync(descriptor, part.sizeBytes);
    for (let at = 0; at < part.sizeBytes; at += pieceBytes) {
      const piece = disk.read(part.startBytes + at, Math.min(pieceBytes, part.sizeBytes - at));
      if (piece.equals(zeros.subarray(0, piece.length))) continue;
      writeSync(descriptor, piece, 0, piece.length, at);
    }
  } finally {
    closeSync(descriptor);
  }
}
