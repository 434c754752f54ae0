import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { decodeState, differingPages, encodeState } from "../crash/disk-state.js";
import { DecodeError } from "../model/errors.js";
import { pageBytes } from "../shim/memory.js";
import type { PagedDisk } from "../shim/paged-disk.js";

/** The image that a case was run on as a state over its crash image, which is on the disk. */
export function encodeBasePages(crashed: PagedDisk): Buffer {
  const pages = differingPages(
    crashed.pagesNotBase(),
    (page) => crashed.basePage(page),
    (page) => crashed.page(page),
  );
  return encodeState({ sizeBytes: crashed.baseSource().sizeBytes, pages });
}

/** Makes a crash image what it was made from: in place. Throws DecodeError for damaged pages. */
export function applyBasePages(imagePath: string, bytes: Buffer, sizeBytes: number): void {
  const { pages, ...stored } = decodeState(bytes);
  if (stored.sizeBytes !== sizeBytes) {
    throw new DecodeError("base.pages", `expected ${sizeBytes} bytes, found ${stored.sizeBytes}`);
  }
  const descriptor = openSync(imagePath, "r+");
  try {
    ftruncateSync(descriptor, sizeBytes);
    for (const [page, content] of pages) {
      const offsetBytes = page * pageBytes;
      const lengthBytes = Math.min(pageBytes, sizeBytes - offsetBytes);
      if (lengthBytes < 0) throw new DecodeError("base.pages", "a page is not on the disk");
      writeSync(descriptor, content, 0, lengthBytes, offsetBytes);
    }
  } finally {
    closeSync(descriptor);
  }
}
