import type { ByteSource } from "./byte-source.js";
import { readExt4 } from "./ext4/ext4.js";
import { readFat } from "./fat/fat.js";
import type { FileSystem } from "./file-system.js";
import { readSquashfs } from "./squashfs/squashfs.js";

/** Finds out which file system a partition holds; undefined for none that is known. */
export function recognise(source: ByteSource): FileSystem | undefined {
  return readExt4(source) ?? readSquashfs(source) ?? readFat(source);
}
