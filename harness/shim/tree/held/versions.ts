import { FolderEntries } from "./folder-entries.js";
import { copyInode, type Inode } from "./inode.js";
import { TreeError } from "./tree-error.js";

/** How a state differs from another one: versions of inodes, undefined for one that is gone. */
type Changes = ReadonlyMap<number, Inode | undefined>;

/** A state of a tree that was saved: how it differs from the base. Nothing changes it any more. */
export interface SavedVersions {
  readonly changes: Changes;
  readonly nextIno: number;
}

/**
 * All inodes of a tree in three layers, as a disk has its pages: the base, the snapshot as changes
 * of the base, and the current state as changes of the snapshot. A version of an inode is changed
 * in place only in the epoch that made it, and each saved state ends an epoch. So to save, to go
 * back and to go to a saved state cost what was changed.
 */
export class Versions {
  #base: ReadonlyMap<number, Inode> = new Map();
  #baseNextIno = 2;
  #snapshot: SavedVersions = { changes: new Map(), nextIno: 2 };
  #current = new Map<number, Inode | undefined>();
  #nextIno = 2;
  #epoch = 1;
  /** How often the version that the kernel may know of an inode was put aside for another one. */
  readonly #generations = new Map<number, number>();
  #lastGeneration = 0;

  get epoch(): number {
    return this.#epoch;
  }

  /** The number that the next new inode gets. */
  get nextIno(): number {
    return this.#nextIno;
  }

  /** Undefined where there is none. */
  find(ino: number): Inode | undefined {
    if (this.#current.has(ino)) return this.#current.get(ino);
    return this.inSnapshot(ino);
  }

  inSnapshot(ino: number): Inode | undefined {
    const { changes } = this.#snapshot;
    return changes.has(ino) ? changes.get(ino) : this.#base.get(ino);
  }

  inBase(ino: number): Inode | undefined {
    return this.#base.get(ino);
  }

  /** Throws ENOENT. */
  get(ino: number): Inode {
    const inode = this.find(ino);
    if (inode === undefined) throw new TreeError("ENOENT");
    return inode;
  }

  /** The version of it that may be changed. Throws ENOENT. */
  edit(ino: number): Inode {
    const inode = this.get(ino);
    if (inode.epoch === this.#epoch) return inode;
    const copy = copyInode(inode, this.#epoch);
    this.#current.set(ino, copy);
    return copy;
  }

  add(inode: Inode): void {
    this.#current.set(inode.ino, inode);
    this.#nextIno = Math.max(this.#nextIno, inode.ino + 1);
  }

  /** Numbers of the inodes that may differ between the current state and the snapshot. */
  changedInos(): IterableIterator<number> {
    return this.#current.keys();
  }

  /** Numbers of the inodes that may differ between the current state and the base. */
  changedFromBase(): Set<number> {
    return new Set([...this.#snapshot.changes.keys(), ...this.#current.keys()]);
  }

  /** Moves when the state was put aside for another one in which the inode may differ. */
  generationOf(ino: number): number {
    return this.#generations.get(ino) ?? 0;
  }

  /** Throws away what was done since the snapshot. */
  reset(): void {
    this.#outdate(this.#current.keys());
    this.#current = new Map();
    this.#nextIno = this.#snapshot.nextIno;
    this.#epoch += 1;
  }

  resetToBase(): void {
    this.restore({ changes: new Map(), nextIno: this.#baseNextIno });
  }

  /** Makes the current state the snapshot. Files that have no name any more are gone. */
  promote(): void {
    this.#snapshot = this.save();
    this.#current = new Map();
  }

  /** Remembers the current state, without files that have no name. */
  save(): SavedVersions {
    this.#epoch += 1;
    if (this.#current.size === 0) return this.#snapshot;
    const changes = new Map(this.#snapshot.changes);
    for (const [ino, inode] of this.#current) {
      const isThere = inode !== undefined && inode.places.length > 0;
      const kept = isThere || ino === 1 ? inode : undefined;
      if (kept === this.#base.get(ino)) changes.delete(ino);
      else changes.set(ino, kept);
    }
    return { changes, nextIno: this.#nextIno };
  }

  /** Goes to a saved state and makes it the snapshot. */
  restore(saved: SavedVersions): void {
    this.#outdate(this.#current.keys());
    if (saved !== this.#snapshot) {
      this.#outdate(this.#snapshot.changes.keys());
      this.#outdate(saved.changes.keys());
    }
    this.#snapshot = saved;
    this.#current = new Map();
    this.#nextIno = saved.nextIno;
    this.#epoch += 1;
  }

  /** Makes a saved state current again, over the snapshot that it was saved over. */
  goBack(saved: SavedVersions): void {
    this.reset();
    if (saved === this.#snapshot) return;
    for (const [ino, inode] of saved.changes) {
      if (this.inSnapshot(ino) !== inode) this.#current.set(ino, inode);
    }
    for (const ino of this.#snapshot.changes.keys()) {
      if (!saved.changes.has(ino)) this.#current.set(ino, this.#base.get(ino));
    }
    this.#nextIno = saved.nextIno;
    this.#outdate(this.#current.keys());
  }

  /** Makes the current state the base. Only for filling a new tree. */
  adoptAsBase(): void {
    this.#epoch += 1;
    const base = new Map(this.#base);
    for (const [ino, inode] of this.#current) {
      if (inode !== undefined) base.set(ino, asLoaded(inode));
    }
    this.#base = base;
    this.#baseNextIno = this.#nextIno;
    this.#snapshot = { changes: new Map(), nextIno: this.#nextIno };
    this.#current = new Map();
  }

  #outdate(inos: Iterable<number>): void {
    this.#lastGeneration += 1;
    for (const ino of inos) this.#generations.set(ino, this.#lastGeneration);
  }
}

/** A folder whose names count as loaded, so that its later versions share them. */
function asLoaded(inode: Inode): Inode {
  const { body } = inode;
  if (!(body instanceof FolderEntries)) return inode;
  return { ...inode, body: new FolderEntries(new Map(body.sorted())) };
}
