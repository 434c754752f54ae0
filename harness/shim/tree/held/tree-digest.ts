import { createHash } from "node:crypto";
import type { TreeDifferences } from "../../../model/tree/tree-entry.js";
import { inodeAt, pathsOf, type TreeView } from "./tree-diff.js";

/**
 * Names a state by how it differs from the base, as hex: equal for equal states only, and the same
 * on every machine. Times and inode numbers do not count.
 */
export function digestOf(now: TreeView, fromBase: TreeDifferences): string {
  const hash = createHash("sha256");
  for (const [path, { now: entry }] of fromBase) {
    const inode = inodeAt(now, path);
    const isShared = entry !== undefined && inode !== undefined && entry.links > 1;
    const { ino: _ino, mtimeNs: _mtimeNs, ...told } = entry ?? { ino: 0, mtimeNs: 0n };
    const line = [path, told, inode?.device ?? 0, isShared ? pathsOf(now, inode) : []];
    hash.update(`${JSON.stringify(line)}\n`);
  }
  return hash.digest("hex");
}
