import type { ByteSource } from "../byte-source.js";
import type { FileSystem } from "../file-system.js";
import { readManifest } from "./manifest.js";
import { readRegions } from "./regions.js";
import { decodeSuperblock, superblockSizeBytes } from "./superblock.js";
import { openVolume } from "./volume.js";

/**
 * Recognises squashfs at the start of `source`, little-endian and version 4.0. Returns undefined
 * when the magic is absent. Damage behind that is a DecodeError, thrown by regions() and
 * manifest(), which read the disk anew each time. squashfs has neither a label nor an id. A
 * compressor that Node does not have is an error of manifest() alone.
 */
export function readSquashfs(source: ByteSource): FileSystem | undefined {
  const superblock = decodeSuperblock(source.read(0, superblockSizeBytes));
  if (superblock === undefined) return undefined;
  return {
    type: "squashfs",
    label: "",
    sizeBytes: superblock.bytesUsed,
    id: "",
    regions: () => readRegions(source, superblock),
    manifest: () => readManifest(openVolume(source, superblock)),
  };
}
