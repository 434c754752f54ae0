import type { ByteSource } from "../layout/byte-source.js";
import { pageBytes, readPages, type SharedMemory } from "./memory.js";

/** The state that a page table stands for, to be read while nothing changes it. */
export function pageSource(
  memory: SharedMemory,
  table: Uint32Array,
  size: () => number,
): ByteSource {
  return {
    get sizeBytes() {
      return size();
    },
    read: (offsetBytes, lengthBytes) => {
      const length = Math.max(0, Math.min(lengthBytes, size() - offsetBytes));
      const buffer = Buffer.allocUnsafe(length);
      readPages(memory, table, offsetBytes, buffer, 0, length);
      return buffer;
    },
    holeEnd: (offsetBytes) => nextPlace(table, offsetBytes, size(), "data"),
  };
}

/**
 * The first place from an offset on whose page is one of zeros (`hole`) or may hold something
 * (`data`). Where there is none, a place at the size or behind it.
 */
export function nextPlace(
  table: Uint32Array,
  offsetBytes: number,
  sizeBytes: number,
  wanted: "hole" | "data",
): number {
  const endPage = Math.ceil(sizeBytes / pageBytes);
  let page = Math.floor(offsetBytes / pageBytes);
  while (page < endPage && (table[page] === 0) !== (wanted === "hole")) page += 1;
  return Math.max(offsetBytes, page * pageBytes);
}
