import type { ByteSource } from "../layout/byte-source.js";
import { field, pageAt, pageBytes, readPages, wide, type SharedMemory } from "./memory.js";
import { pageSource } from "./page-source.js";
import { pagesBetween, type SavedState } from "./saved-state.js";

/** The store has no free page left: what was written takes more than 4 GiB. */
export class StoreFull extends Error {}

/**
 * A disk as three page tables over one arena of 4 KiB pages: `base` (the fixture), `snapshot`
 * (the state that a run starts from) and `current` (what the target sees). A page that is zero
 * or shared takes no room, so that going back costs what was written, not what the disk holds.
 */
export class PagedDisk {
  readonly #memory: SharedMemory;
  constructor(memory: SharedMemory) {
    this.#memory = memory;
  }

  get sizeBytes(): number {
    return this.#memory.wide[wide.currentSizeBytes] ?? 0;
  }

  get snapshotSizeBytes(): number {
    return this.#memory.wide[wide.snapshotSizeBytes] ?? 0;
  }

  /** Moves with every change of the current state: equal numbers mean equal bytes. */
  get generation(): number {
    return this.#memory.control[field.generation] ?? 0;
  }

  #moved(): void {
    const { control } = this.#memory;
    control[field.generation] = (control[field.generation] ?? 0) + 1;
  }

  /** Numbers of the pages in which `current` may differ from `snapshot`. */
  changedPages(): Uint32Array {
    const { currentDirty, control } = this.#memory;
    return currentDirty.subarray(0, control[field.currentDirtyCount]);
  }

  /** Numbers of the pages whose bytes in `current` are not those in `snapshot`, sorted. */
  pagesNotSnapshot(): number[] {
    const { current, snapshot } = this.#memory;
    return [...this.changedPages()]
      .filter((page) => !this.#view(current, page).equals(this.#view(snapshot, page)))
      .sort((a, b) => a - b);
  }

  /** Numbers of the pages in which `current` differs from the base, sorted. */
  pagesNotBase(): number[] {
    const { current, base, snapshotDirty, control } = this.#memory;
    const kept = snapshotDirty.subarray(0, control[field.snapshotDirtyCount]);
    const suspects = Uint32Array.from([...this.changedPages(), ...kept]).sort();
    const pages: number[] = [];
    for (const page of suspects) {
      if (current[page] !== base[page] && pages.at(-1) !== page) pages.push(page);
    }
    return pages;
  }

  /** The base, whatever the current state is. */
  baseSource(): ByteSource {
    const sizeBytes = this.#memory.wide[wide.baseSizeBytes] ?? 0;
    return pageSource(this.#memory, this.#memory.base, () => sizeBytes);
  }

  /** One page of the current state as a view, true until the next change. */
  page(page: number): Buffer {
    return this.#view(this.#memory.current, page);
  }

  /** The same page of the base. */
  basePage(page: number): Buffer {
    return this.#view(this.#memory.base, page);
  }

  #view(table: Uint32Array, page: number): Buffer {
    return pageAt(this.#memory, table[page] ?? 0);
  }

  /** The current state, to be read while no target runs. */
  source(): ByteSource {
    return pageSource(this.#memory, this.#memory.current, () => this.sizeBytes);
  }

  /** Copies bytes of the current state into `target`. */
  read(offsetBytes: number, target: Buffer, targetStart: number, lengthBytes: number): void {
    const { current } = this.#memory;
    readPages(this.#memory, current, offsetBytes, target, targetStart, lengthBytes);
  }

  /** Writes bytes of `data`. Throws StoreFull; what was written before that stays. */
  write(offsetBytes: number, data: Buffer, dataStart: number, lengthBytes: number): void {
    const { pages } = this.#memory;
    let done = 0;
    while (done < lengthBytes) {
      const at = offsetBytes + done;
      const page = Math.floor(at / pageBytes);
      const inside = at - page * pageBytes;
      const count = Math.min(pageBytes - inside, lengthBytes - done);
      const from = dataStart + done;
      const slot = this.#slotForWrite(page, inside, data, from, count);
      if (slot !== 0) data.copy(pages, slot * pageBytes + inside, from, from + count);
      done += count;
    }
    if (offsetBytes + lengthBytes > this.sizeBytes) this.#setSize(offsetBytes + lengthBytes);
  }

  /** Makes a range zero, as a hole punch or a zeroing does. */
  zero(offsetBytes: number, lengthBytes: number): void {
    const { current } = this.#memory;
    const end = Math.min(offsetBytes + lengthBytes, this.sizeBytes);
    for (let at = offsetBytes; at < end;) {
      const count = Math.min(pageBytes - (at % pageBytes), end - at);
      if (current[Math.floor(at / pageBytes)] !== 0) this.write(at, zeros, 0, count);
      at += count;
    }
  }

  /** Sets the size. What lies beyond the new end becomes zero. */
  truncate(sizeBytes: number): void {
    if (sizeBytes < this.sizeBytes) this.zero(sizeBytes, this.sizeBytes - sizeBytes);
    this.#setSize(sizeBytes);
  }

  /** The largest size that the tables have room for. */
  get sizeLimitBytes(): number {
    return this.#memory.current.length * pageBytes;
  }

  /** Throws away what was written since the snapshot. */
  reset(): void {
    const { current, snapshot, control, wide: sizes } = this.#memory;
    for (const page of this.changedPages()) {
      if (current[page] === snapshot[page]) continue;
      this.#release(current[page] ?? 0);
      current[page] = snapshot[page] ?? 0;
    }
    this.#moved();
    control[field.currentDirtyCount] = 0;
    sizes[wide.currentSizeBytes] = sizes[wide.snapshotSizeBytes] ?? 0;
  }

  /** Makes the current state the snapshot that `reset` goes back to. */
  promote(): void {
    const { current, snapshot, base, snapshotDirty, control, wide: sizes } = this.#memory;
    let dirtyCount = control[field.snapshotDirtyCount] ?? 0;
    for (const page of this.changedPages()) {
      if (current[page] === snapshot[page]) continue;
      if (snapshot[page] === base[page]) snapshotDirty[dirtyCount++] = page;
      else this.#release(snapshot[page] ?? 0);
      snapshot[page] = current[page] ?? 0;
    }
    control[field.snapshotDirtyCount] = dirtyCount;
    control[field.currentDirtyCount] = 0;
    sizes[wide.snapshotSizeBytes] = this.sizeBytes;
  }

  /** Goes back to the base, snapshot included. */
  resetToBase(): void {
    const { current, snapshot, base, snapshotDirty, control, wide: sizes } = this.#memory;
    this.reset();
    for (const page of snapshotDirty.subarray(0, control[field.snapshotDirtyCount])) {
      if (snapshot[page] === base[page]) continue;
      this.#release(snapshot[page] ?? 0);
      current[page] = snapshot[page] = base[page] ?? 0;
    }
    control[field.snapshotDirtyCount] = 0;
    const size = sizes[wide.baseSizeBytes] ?? 0;
    sizes[wide.currentSizeBytes] = sizes[wide.snapshotSizeBytes] = size;
  }

  /**
   * Remembers the current state. Costs what differs from the base, and keeps those pages until
   * `forget`.
   */
  save(): SavedState {
    const { current, keptSlots } = this.#memory;
    const pages = Uint32Array.from(this.pagesNotBase());
    const slots = pages.map((page) => current[page] ?? 0);
    for (const slot of slots) keptSlots[slot] = (keptSlots[slot] ?? 0) + 1;
    return { pages, slots, sizeBytes: this.sizeBytes };
  }

  /** Goes to a saved state and makes it the snapshot that `reset` goes back to. */
  restore({ pages, slots, sizeBytes }: SavedState): void {
    const { current, snapshot, snapshotDirty, control, wide: sizes } = this.#memory;
    this.resetToBase();
    pages.forEach((page, index) => {
      current[page] = snapshot[page] = slots[index] ?? 0;
      snapshotDirty[index] = page;
    });
    control[field.snapshotDirtyCount] = pages.length;
    sizes[wide.currentSizeBytes] = sizes[wide.snapshotSizeBytes] = sizeBytes;
  }

  /** Makes a state current again that was saved over this very snapshot, which stays. */
  goBack({ pages, slots, sizeBytes }: SavedState): void {
    const { current, snapshot, currentDirty, control, wide: sizes } = this.#memory;
    this.reset();
    let dirtyCount = 0;
    pages.forEach((page, index) => {
      const slot = slots[index] ?? 0;
      if (snapshot[page] === slot) return;
      current[page] = slot;
      currentDirty[dirtyCount++] = page;
    });
    control[field.currentDirtyCount] = dirtyCount;
    sizes[wide.currentSizeBytes] = sizeBytes;
  }

  /** Numbers of the pages whose bytes differ between two saved states, sorted. */
  pagesBetween(one: SavedState, other: SavedState): number[] {
    return pagesBetween(this.#memory, one, other);
  }

  /** Gives back what only this saved state has kept. It can't be restored any more. */
  forget({ pages, slots }: SavedState): void {
    const { current, snapshot, keptSlots } = this.#memory;
    pages.forEach((page, index) => {
      const slot = slots[index] ?? 0;
      keptSlots[slot] = (keptSlots[slot] ?? 0) - 1;
      if (current[page] !== slot && snapshot[page] !== slot) this.#release(slot);
    });
  }

  /** Makes the current state the base. Only for filling a new store. */
  adoptAsBase(): void {
    const { snapshot, base, snapshotDirty, control, wide: sizes } = this.#memory;
    this.promote();
    for (const page of snapshotDirty.subarray(0, control[field.snapshotDirtyCount])) {
      base[page] = snapshot[page] ?? 0;
    }
    control[field.snapshotDirtyCount] = 0;
    sizes[wide.baseSizeBytes] = this.sizeBytes;
  }

  #setSize(sizeBytes: number): void {
    this.#moved();
    this.#memory.wide[wide.currentSizeBytes] = sizeBytes;
  }

  /** The slot to write to, or 0 where the bytes are what is there already. */
  #slotForWrite(page: number, inside: number, data: Buffer, from: number, count: number): number {
    const { pages, current, snapshot, currentDirty, keptSlots, control } = this.#memory;
    const old = current[page] ?? 0;
    const unchanged = old === snapshot[page];
    this.#moved();
    if (!unchanged && keptSlots[old] === 0) return old;
    const start = old * pageBytes + inside;
    if (data.compare(pages, start, start + count, from, from + count) === 0) return 0;
    const slot = this.#allocate();
    if (count < pageBytes)
      pages.copyWithin(slot * pageBytes, old * pageBytes, (old + 1) * pageBytes);
    current[page] = slot;
    if (!unchanged) return slot;
    const dirtyCount = control[field.currentDirtyCount] ?? 0;
    currentDirty[dirtyCount] = page;
    control[field.currentDirtyCount] = dirtyCount + 1;
    return slot;
  }

  #allocate(): number {
    const { control, freePages, pages } = this.#memory;
    const freeCount = control[field.freeCount] ?? 0;
    if (freeCount > 0) {
      control[field.freeCount] = freeCount - 1;
      return freePages[freeCount - 1] ?? 0;
    }
    const next = (control[field.nextPage] ?? 0) + 1;
    if (next * pageBytes >= pages.length) throw new StoreFull();
    control[field.nextPage] = next;
    return next;
  }

  #release(slot: number): void {
    const { control, freePages, keptSlots } = this.#memory;
    if (slot === 0 || keptSlots[slot] !== 0) return;
    const freeCount = control[field.freeCount] ?? 0;
    freePages[freeCount] = slot;
    control[field.freeCount] = freeCount + 1;
  }
}

const zeros = Buffer.alloc(pageBytes);
