import { pageAt, type SharedMemory } from "./memory.js";

/** A state of the disk that was saved, as far as it differs from the base. */
export interface SavedState {
  readonly pages: Uint32Array;
  /** Where in the arena each of them is. */
  readonly slots: Uint32Array;
  readonly sizeBytes: number;
}

/** Numbers of the pages whose bytes differ between two saved states, sorted. */
export function pagesBetween(memory: SharedMemory, one: SavedState, other: SavedState): number[] {
  const { base } = memory;
  const slots = new Map<number, number>();
  one.pages.forEach((page, index) => slots.set(page, one.slots[index] ?? 0));
  const differing: number[] = [];
  const compare = (page: number, first: number, second: number): void => {
    if (first !== second && !pageAt(memory, first).equals(pageAt(memory, second))) {
      differing.push(page);
    }
  };
  other.pages.forEach((page, index) => {
    compare(page, slots.get(page) ?? base[page] ?? 0, other.slots[index] ?? 0);
    slots.delete(page);
  });
  for (const [page, slot] of slots) compare(page, slot, base[page] ?? 0);
  return differing.sort((a, b) => a - b);
}
