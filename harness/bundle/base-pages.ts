import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { DecodeError } from "../model/errors.js";
import { pageBytes } from "../shim/memory.js";
import type { PagedDisk } from "../shim/paged-disk.js";

const numberBytes = 8;
const recordBytes = numberBytes + pageBytes;

/**
 * The pages of the image that a case was run on which a crash image has otherwise, each behind its
 * number (8 bytes, little endian): with them the crash image becomes that image again.
 */
export function encodeBasePages(crashed: PagedDisk): Buffer {
  const records: Buffer[] = [];
  for (const page of crashed.pagesNotBase()) {
    const before = crashed.basePage(page);
    if (crashed.page(page).equals(before)) continue;
    const record = Buffer.alloc(recordBytes);
    record.writeBigUInt64LE(BigInt(page));
    before.copy(record, numberBytes);
    records.push(record);
  }
  return Buffer.concat(records);
}

/** Makes a crash image what it was made from: in place. Throws DecodeError for damaged pages. */
export function applyBasePages(imagePath: string, pages: Buffer, sizeBytes: number): void {
  if (pages.length % recordBytes !== 0) throw new DecodeError("base.pages", "it is cut off");
  const descriptor = openSync(imagePath, "r+");
  try {
    ftruncateSync(descriptor, sizeBytes);
    for (let at = 0; at < pages.length; at += recordBytes) {
      const offsetBytes = Number(pages.readBigUInt64LE(at)) * pageBytes;
      const lengthBytes = Math.min(pageBytes, sizeBytes - offsetBytes);
      if (lengthBytes < 0) throw new DecodeError("base.pages", "a page is not on the disk");
      const from = at + numberBytes;
      writeSync(descriptor, pages, from, lengthBytes, offsetBytes);
    }
  } finally {
    closeSync(descriptor);
  }
}
