import { createHash } from "node:crypto";
import { pageBytes } from "../shim/memory.js";
import type { PagedDisk } from "../shim/paged-disk.js";

/** A digest of how a disk differs from its base: the same for the same bytes, made in any way. */
export function digestOf(disk: PagedDisk): string {
  const hash = createHash("sha256");
  const source = disk.source();
  for (const page of disk.pagesNotBase()) {
    if (disk.page(page).equals(disk.basePage(page))) continue;
    hash.update(`${page}\n`).update(source.read(page * pageBytes, pageBytes));
  }
  return hash.update(String(disk.sizeBytes)).digest("hex");
}
