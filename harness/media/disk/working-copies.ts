import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { copyOut, type Part, type PartCopies } from "../../oracles/fsck/copy-out.js";
import { pageBytes } from "../../shim/memory.js";
import type { PagedDisk } from "../../shim/paged-disk.js";
import type { SavedState } from "../../shim/saved-state.js";

/** More partitions than this are seldom checked in turns; a copy takes what it holds. */
const mostCopies = 8;

/**
 * Files of single partitions that follow the disk: between two states of it, only the pages that
 * differ are written. A partition that has moved gets another file.
 */
export class WorkingCopies implements PartCopies {
  readonly #disk: PagedDisk;
  readonly #folder: string;
  /** By path, the state of the disk that the file was made from. */
  readonly #copied = new Map<string, SavedState>();

  constructor(disk: PagedDisk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  pathOf({ startBytes, sizeBytes }: Part): string {
    return join(this.#folder, `part-${startBytes}-${sizeBytes}.img`);
  }

  make(part: Part): void {
    const path = this.pathOf(part);
    const before = this.#copied.get(path);
    const now = this.#disk.save();
    // Until it is whole again, the file is a copy of nothing.
    this.#copied.delete(path);
    try {
      if (before === undefined) copyOut(this.#disk.source(), part, path);
      else this.#follow(path, part, before, now);
    } catch (error) {
      this.#disk.forget(now);
      throw error;
    } finally {
      if (before !== undefined) this.#disk.forget(before);
    }
    this.#copied.set(path, now);
    this.#makeRoom();
  }

  #makeRoom(): void {
    const [oldest] = this.#copied.size > mostCopies ? this.#copied : [];
    if (oldest === undefined) return;
    const [path, state] = oldest;
    this.#disk.forget(state);
    this.#copied.delete(path);
    rmSync(path, { force: true });
  }

  #follow(path: string, part: Part, before: SavedState, now: SavedState): void {
    const endBytes = part.startBytes + part.sizeBytes;
    const descriptor = openSync(path, "r+");
    try {
      for (const page of this.#disk.pagesBetween(before, now)) {
        const from = Math.max(page * pageBytes, part.startBytes);
        const to = Math.min((page + 1) * pageBytes, endBytes);
        if (from >= to) continue;
        const bytes = this.#disk.page(page);
        const inPage = from - page * pageBytes;
        writeSync(descriptor, bytes, inPage, to - from, from - part.startBytes);
      }
    } finally {
      closeSync(descriptor);
    }
  }
}
