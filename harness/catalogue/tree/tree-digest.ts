import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, readlinkSync, readSync } from "node:fs";
import { CannotJudge, UsageError } from "../../model/errors.js";
import { dataExtents, type Extent } from "../../target/data-extents.js";
import { walkTree, type Walked } from "./walk-tree.js";

const pieceBytes = 64 * 1024;
const piece = Buffer.alloc(pieceBytes);
const zeros = Buffer.alloc(pieceBytes);

/**
 * Hex SHA-256 over a folder and all in it: names, types, who may execute, where links lead, which
 * names are of one file, and content. Owners, times and other permissions are left out: a checkout
 * on another machine has others. Throws UsageError for what can't be read, CannotJudge where it
 * changes while it is read.
 */
export async function sha256OfTree(folder: string): Promise<string> {
  const hash = createHash("sha256");
  const firstNames = new Map<string, string>();
  for (const walked of walkTree(folder)) {
    const { path, stat } = walked;
    hash.update(`${typeOf(walked)} ${(Number(stat.mode) & 0o100) > 0 ? "x" : "-"} ${path}\0`);
    if (stat.isSymbolicLink()) {
      hash.update(readlinkSync(walked.fullPath, "buffer")).update("\0");
    }
    if (!stat.isFile()) continue;
    const file = `${stat.dev}:${stat.ino}`;
    const firstName = firstNames.get(file);
    if (firstName === undefined) await addContent(hash, walked);
    else hash.update(`as ${firstName}\0`);
    firstNames.set(file, firstName ?? path);
  }
  return hash.digest("hex");
}

/** Another text after every change of a folder or of anything in it. */
export function stampOfTree(folder: string): string {
  const hash = createHash("sha256");
  for (const { path, stat } of walkTree(folder)) {
    const { dev, ino, size, mtimeNs, ctimeNs } = stat;
    hash.update(`${path}\0${[dev, ino, size, mtimeNs, ctimeNs].join(":")}\0`);
  }
  return hash.digest("hex");
}

/** What a name stands for, in a word. */
export function typeOf({ stat }: Pick<Walked, "stat">): string {
  if (stat.isFile()) return "file";
  if (stat.isDirectory()) return "folder";
  if (stat.isSymbolicLink()) return "link";
  if (stat.isFIFO()) return "fifo";
  return stat.isSocket() ? "socket" : "device";
}

/** Size, and offset and bytes of each piece that is not zero: holes are not read. */
async function addContent(hash: Hash, walked: Walked): Promise<void> {
  const sizeBytes = Number(walked.stat.size);
  hash.update(`${sizeBytes}\0`);
  const extents = await extentsOf(walked, sizeBytes);
  const descriptor = open(walked.fullPath);
  try {
    let nextPiece = 0;
    for (const { offsetBytes, lengthBytes } of extents) {
      const first = Math.max(nextPiece, Math.floor(offsetBytes / pieceBytes));
      nextPiece = Math.max(first, Math.ceil((offsetBytes + lengthBytes) / pieceBytes));
      for (let at = first * pieceBytes; at < nextPiece * pieceBytes; at += pieceBytes) {
        const count = readSync(descriptor, piece, 0, pieceBytes, at);
        if (count < Math.min(pieceBytes, sizeBytes - at)) throw hasChanged(walked);
        if (piece.compare(zeros, 0, count, 0, count) === 0) continue;
        hash.update(`${at}\0`).update(piece.subarray(0, count));
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

/** All of a file that has no holes, and of one whose name a tool can't be given. */
async function extentsOf({ fullPath, stat }: Walked, sizeBytes: number): Promise<Extent[]> {
  const path = fullPath.toString();
  const isSparse = stat.blocks * 512n < stat.size && Buffer.from(path).equals(fullPath);
  return isSparse ? dataExtents(path, sizeBytes) : [{ offsetBytes: 0, lengthBytes: sizeBytes }];
}

function hasChanged({ fullPath }: Walked): CannotJudge {
  return new CannotJudge(`${fullPath.toString()} has changed while it was read`);
}

function open(path: Buffer): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    throw new UsageError(`cannot read ${path.toString()}`, { cause });
  }
}
