import { entriesOf, formatOf, modeBits, type Inode, type Place } from "./inode.js";
import type { Tree } from "./tree.js";
import { TreeError } from "./tree-error.js";

/** rename(2), and the flags RENAME_NOREPLACE and RENAME_EXCHANGE of renameat2(2). */
export type RenameHow = "replace" | "keep" | "exchange";

/** Moves a name, as rename(2) does. Throws TreeErrors as tmpfs has them. */
export function rename(tree: Tree, from: Place, to: Place, how: RenameHow, timeNs: bigint): void {
  const moved = tree.lookup(from.parentIno, from.name);
  const other = tree.lookup(to.parentIno, to.name);
  if (moved === undefined) throw new TreeError("ENOENT");
  checkLoop(tree, moved, to);
  if (how === "exchange") {
    if (other === undefined) throw new TreeError("ENOENT");
    checkLoop(tree, other, from);
    if (moved === other) return;
    tree.detach(moved.ino, from, timeNs);
    tree.detach(other.ino, to, timeNs);
    tree.attach(other.ino, from, timeNs);
    tree.attach(moved.ino, to, timeNs);
    return;
  }
  if (other !== undefined) {
    if (how === "keep") throw new TreeError("EEXIST");
    // Two names of one file: rename(2) does nothing.
    if (other === moved) return;
    checkReplaced(moved, other);
    tree.detach(other.ino, to, timeNs);
  }
  tree.detach(moved.ino, from, timeNs);
  tree.attach(moved.ino, to, timeNs);
}

/** A folder can't come to lie inside of itself. */
function checkLoop(tree: Tree, moved: Inode, { parentIno }: Place): void {
  for (let ino: number | undefined = parentIno; ino !== undefined;) {
    if (ino === moved.ino) throw new TreeError("EINVAL");
    ino = tree.inode(ino).places[0]?.parentIno;
  }
}

function checkReplaced(moved: Inode, replaced: Inode): void {
  const isFolder = formatOf(moved) === modeBits.folder;
  if (formatOf(replaced) !== modeBits.folder) {
    if (isFolder) throw new TreeError("ENOTDIR");
    return;
  }
  if (!isFolder) throw new TreeError("EISDIR");
  if (entriesOf(replaced).count > 0) throw new TreeError("ENOTEMPTY");
}
