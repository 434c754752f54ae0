import { entriesOf, formatOf, modeBits, type Inode, type Place } from "./inode.js";
import { TreeError } from "./tree-error.js";

/** The names that are moved. */
export interface Names {
  inode(ino: number): Inode;
  lookup(parentIno: number, name: string): Inode | undefined;
  attach(ino: number, place: Place, timeNs: bigint): void;
  detach(ino: number, place: Place, timeNs: bigint): void;
}

/** rename(2), and the flags RENAME_NOREPLACE and RENAME_EXCHANGE of renameat2(2). */
export type RenameHow = "replace" | "keep" | "exchange";

/** Moves a name, as rename(2) does. Throws TreeErrors as tmpfs has them. */
export function rename(names: Names, from: Place, to: Place, how: RenameHow, timeNs: bigint): void {
  const moved = names.lookup(from.parentIno, from.name);
  const other = names.lookup(to.parentIno, to.name);
  if (moved === undefined) throw new TreeError("ENOENT");
  checkLoop(names, moved, to);
  if (how === "exchange") {
    if (other === undefined) throw new TreeError("ENOENT");
    checkLoop(names, other, from);
    if (moved === other) return;
    names.detach(moved.ino, from, timeNs);
    names.detach(other.ino, to, timeNs);
    names.attach(other.ino, from, timeNs);
    names.attach(moved.ino, to, timeNs);
    return;
  }
  if (other !== undefined) {
    if (how === "keep") throw new TreeError("EEXIST");
    // Two names of one file: rename(2) does nothing.
    if (other === moved) return;
    checkReplaced(moved, other);
    names.detach(other.ino, to, timeNs);
  }
  names.detach(moved.ino, from, timeNs);
  names.attach(moved.ino, to, timeNs);
}

/** A folder can't come to lie inside of itself. */
function checkLoop(names: Names, moved: Inode, { parentIno }: Place): void {
  for (let ino: number | undefined = parentIno; ino !== undefined;) {
    if (ino === moved.ino) throw new TreeError("EINVAL");
    ino = names.inode(ino).places[0]?.parentIno;
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
