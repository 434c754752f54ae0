import { createHash } from "node:crypto";
import { pageBytes } from "../shim/memory.js";
import type { PagedDisk } from "../shim/paged-disk.js";

/** Names the bytes of one state of a disk, and of each part of it. */
export interface StateKey {
  /** Equal for equal bytes only, as long as base and reference stay the same. */
  readonly whole: string;
  /** The same for the pages that hold a range of bytes. */
  ofRange(startBytes: number, sizeBytes: number): string;
}

const entryBytes = 20;

/**
 * Names the current state by its pages: those that are as in the base are left out, those that
 * are as in `reference` (page number to bytes: what most states end in) are named so, others by
 * their SHA-256. Comparing is many times faster than hashing.
 */
export function stateKey(disk: PagedDisk, reference: ReadonlyMap<number, Buffer>): StateKey {
  const changed = disk.pagesNotBase();
  const entries = Buffer.alloc(changed.length * entryBytes);
  let endBytes = 0;
  for (const page of changed) {
    const bytes = disk.page(page);
    if (bytes.equals(disk.basePage(page))) continue;
    entries.writeUInt32LE(page, endBytes);
    const asReference = reference.get(page)?.equals(bytes) === true;
    if (!asReference) sha256(bytes).copy(entries, endBytes + 4, 0, entryBytes - 4);
    endBytes += entryBytes;
  }
  const used = entries.subarray(0, endBytes);
  return {
    whole: `${disk.sizeBytes} ${sha256(used).toString("hex")}`,
    ofRange: (startBytes, sizeBytes) => {
      const first = placeOf(used, Math.floor(startBytes / pageBytes));
      const last = placeOf(used, Math.ceil((startBytes + sizeBytes) / pageBytes));
      return sha256(used.subarray(first, last)).toString("hex");
    },
  };
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** The offset of the first entry whose page is not below `page`. */
function placeOf(entries: Buffer, page: number): number {
  let [low, high] = [0, entries.length / entryBytes];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries.readUInt32LE(middle * entryBytes) < page) low = middle + 1;
    else high = middle;
  }
  return low * entryBytes;
}
