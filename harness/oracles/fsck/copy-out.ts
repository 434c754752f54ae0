import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { dataPieces, slice, type ByteSource } from "../../layout/byte-source.js";

const pieceBytes = 256 * 1024;
const zeros = Buffer.alloc(pieceBytes);

/** A part of a disk. */
export interface Part {
  readonly startBytes: number;
  readonly sizeBytes: number;
}

/** Files that hold one part of a disk each, for tools that need one. */
export interface PartCopies {
  pathOf(part: Part): string;
  /** Makes the file, or brings it up to what the disk holds now. */
  make(part: Part): void;
}

/** Copies that are made anew each time, all under one path. */
export function freshCopies(disk: ByteSource, path: string): PartCopies {
  return { pathOf: () => path, make: (part) => copyOut(disk, part, path) };
}

/** Copies a part of a disk to a file of its own; runs of zeros become holes. */
export function copyOut(disk: ByteSource, part: Part, path: string): void {
  const descriptor = openSync(path, "w");
  try {
    ftruncateSync(descriptor, part.sizeBytes);
    const source = slice(disk, part.startBytes, part.sizeBytes);
    for (const { offsetBytes, bytes } of dataPieces(source, pieceBytes)) {
      if (bytes.equals(zeros.subarray(0, bytes.length))) continue;
      writeSync(descriptor, bytes, 0, bytes.length, offsetBytes);
    }
  } finally {
    closeSync(descriptor);
  }
}
