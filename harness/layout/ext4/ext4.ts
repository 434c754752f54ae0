import type { ByteSource } from "../byte-source.js";
import { DecodeError } from "../../model/errors.js";
import type { FileSystem } from "../file-system.js";
import { readManifest } from "./manifest.js";
import { readRegions } from "./regions.js";
import { decodeSuperblock, superblockOffsetBytes, superblockSizeBytes } from "./superblock.js";
import { hasRightChecksum } from "./superblock-checksum.js";
import { openVolume } from "./volume.js";

/**
 * Recognises ext2, ext3 or ext4 at the start of `source`. Returns undefined when there is no
 * plausible superblock. Damage behind that is a DecodeError, thrown by regions() and manifest(),
 * which read the disk anew each time. The journal is not replayed: what is read is what a kernel
 * would find before recovery.
 */
export function readExt4(source: ByteSource): FileSystem | undefined {
  const bytes = source.read(superblockOffsetBytes, superblockSizeBytes);
  const superblock = decodeSuperblock(bytes);
  if (superblock === undefined) return undefined;
  const hasSum = hasRightChecksum(bytes);
  return {
    type: superblock.type,
    label: superblock.label,
    sizeBytes: superblock.blockCount * superblock.blockSizeBytes,
    id: superblock.uuid,
    regions: () => readRegions(openVolume(source, superblock)),
    manifest() {
      if (hasSum) return readManifest(openVolume(source, superblock));
      throw new DecodeError("ext4.superblock.checksum", "it is wrong: no kernel mounts it so");
    },
  };
}
