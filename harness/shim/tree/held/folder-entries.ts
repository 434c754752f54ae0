/** A name that is gone from what was loaded. */
const gone = 0;

/**
 * The names in a folder: those that it was loaded with, which all versions of it share, and what
 * has changed since. So a copy costs what was changed, not what the folder holds.
 */
export class FolderEntries {
  readonly #loaded: ReadonlyMap<string, number>;
  readonly #changes: Map<string, number>;
  #count: number;

  constructor(loaded: ReadonlyMap<string, number> = new Map()) {
    this.#loaded = loaded;
    this.#changes = new Map();
    this.#count = loaded.size;
  }

  get count(): number {
    return this.#count;
  }

  copy(): FolderEntries {
    const copy = new FolderEntries(this.#loaded);
    for (const [name, ino] of this.#changes) copy.#changes.set(name, ino);
    copy.#count = this.#count;
    return copy;
  }

  /** The inode of a name; undefined where there is no such name. */
  get(name: string): number | undefined {
    return (this.#changes.get(name) ?? this.#loaded.get(name)) || undefined;
  }

  set(name: string, ino: number): void {
    if (this.get(name) === undefined) this.#count += 1;
    if (this.#loaded.get(name) === ino) this.#changes.delete(name);
    else this.#changes.set(name, ino);
  }

  delete(name: string): void {
    if (this.get(name) === undefined) return;
    this.#count -= 1;
    if (this.#loaded.has(name)) this.#changes.set(name, gone);
    else this.#changes.delete(name);
  }

  /** Names with their inodes, sorted by the bytes of the names. */
  sorted(): [string, number][] {
    const all = new Map(this.#loaded);
    for (const [name, ino] of this.#changes) {
      if (ino === gone) all.delete(name);
      else all.set(name, ino);
    }
    return [...all].sort(([one], [other]) => (one < other ? -1 : 1));
  }

  /** Names that may stand for another inode than in another version of the folder. */
  namesNotIn(other: FolderEntries): Set<string> {
    const names = new Set([...this.#changes.keys(), ...other.#changes.keys()]);
    if (this.#loaded !== other.#loaded) {
      for (const loaded of [this.#loaded, other.#loaded]) {
        for (const name of loaded.keys()) names.add(name);
      }
    }
    for (const name of names) if (this.get(name) === other.get(name)) names.delete(name);
    return names;
  }
}
