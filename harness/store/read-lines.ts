import { closeSync, openSync, readSync } from "node:fs";
import { ifThere } from "./if-there.js";

const newline = 10;
/** So much is read at once: a file of a long run is larger than what is to be kept of it. */
const pieceBytes = 2 ** 20;

/**
 * Gives each line of a file, without its end, to `take`. Returns how many bytes follow the last
 * newline; undefined where the file is not there. Throws HarnessError where it can't be read.
 */
export function readLines(path: string, take: (line: Uint8Array) => void): number | undefined {
  const descriptor = ifThere(path, (at) => openSync(at, "r"));
  if (descriptor === undefined) return undefined;
  try {
    let left = Buffer.alloc(0);
    for (;;) {
      const piece = Buffer.allocUnsafe(pieceBytes);
      const count = readSync(descriptor, piece);
      if (count === 0) return left.length;
      left = takeLines(Buffer.concat([left, piece.subarray(0, count)]), take);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Returns what follows the last newline. */
function takeLines(bytes: Buffer, take: (line: Uint8Array) => void): Buffer<ArrayBuffer> {
  let start = 0;
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
    take(bytes.subarray(start, end));
    start = end + 1;
  }
  return Buffer.from(bytes.subarray(start));
}
