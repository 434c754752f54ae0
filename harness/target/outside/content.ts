import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";

const pieceBytes = 1024 * 1024;
const zeros = Buffer.alloc(pieceBytes);

/**
 * Names what is in a file, of any size and in little memory: its length, and its pieces but for
 * those of zeros, so that a hole is the same as zeros. Throws where it can't be read.
 */
export function contentDigest(path: string | Buffer): string {
  const hash = createHash("sha256");
  const piece = Buffer.alloc(pieceBytes);
  const file = openSync(path, "r");
  try {
    let at = 0;
    for (;;) {
      const count = readSync(file, piece, 0, pieceBytes, at);
      if (count === 0) return hash.update(`${at}`).digest("hex");
      const found = piece.subarray(0, count);
      if (!found.equals(zeros.subarray(0, count))) hash.update(`${at}:${count}:`).update(found);
      at += count;
    }
  } finally {
    closeSync(file);
  }
}
