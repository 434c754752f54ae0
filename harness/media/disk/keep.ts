import { join } from "node:path";
import { copyOut } from "../../oracles/fsck/copy-out.js";
import type { PagedDisk } from "../../shim/paged-disk.js";

/** Leaves the disk as it is now as a sparse image file in a folder that is there. */
export function keepImage(disk: PagedDisk, folder: string, name: string): void {
  const { sizeBytes } = disk;
  copyOut(disk.source(), { startBytes: 0, sizeBytes }, join(folder, `${name}.img`));
}
