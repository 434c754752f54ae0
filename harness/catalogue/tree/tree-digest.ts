import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, readlinkSync, readSync } from "node:fs";
import { CannotJudge, UsageError } from "../../model/errors.js";
import { walkTree, type Walked } from "./walk-tree.js";

const piece = Buffer.alloc(1024 * 1024);

/**
 * Hex SHA-256 over a folder and all in it: names, types, who may execute, where links lead, which
 * names are of one file, and content. Owners, times and other permissions are left out: a checkout
 * on another machine has others. Throws UsageError for what can't be read, CannotJudge where it
 * changes while it is read.
 */
export function sha256OfTree(folder: string): string {
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
    if (firstName === undefined) addContent(hash, walked);
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

function addContent(hash: Hash, { fullPath, stat }: Walked): void {
  hash.update(`${stat.size}\0`);
  const descriptor = open(fullPath);
  try {
    let at = 0;
    for (;;) {
      const count = readSync(descriptor, piece, 0, piece.length, at);
      if (count === 0) break;
      hash.update(piece.subarray(0, count));
      at += count;
    }
    if (BigInt(at) === stat.size) return;
    throw new CannotJudge(`${fullPath.toString()} has changed while it was read`);
  } finally {
    closeSync(descriptor);
  }
}

function open(path: Buffer): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    throw new UsageError(`cannot read ${path.toString()}`, { cause });
  }
}
