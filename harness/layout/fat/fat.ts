import { DecodeError } from "../../model/errors.js";
import type { ByteSource } from "../byte-source.js";
import type { FileSystem } from "../file-system.js";
import { decodeBootSector } from "./boot-sector.js";
import type { FatGeometry } from "./boot-sector.js";
import { readManifest } from "./manifest.js";
import { readRegions } from "./regions.js";
import { decodeLabel } from "./short-name.js";
import { readRootLabel } from "./tree.js";
import { openVolume } from "./volume.js";

/**
 * Opens the FAT12, FAT16 or FAT32 that fills a source. Returns undefined when its first sector is
 * not a FAT boot sector. Where that claims more than there is, or no root directory is found,
 * `regions` and `manifest` throw DecodeError; further damage is told by the entries of the manifest
 * that can't be read. The label falls back to the boot sector's. The layout is that of Microsoft's
 * FAT specification, fatgen103; short names are read in code page 850 and stamps as UTC.
 */
export function readFat(source: ByteSource): FileSystem | undefined {
  const geometry = decodeBootSector(source.read(0, 512));
  if (geometry === undefined) return undefined;
  return {
    type: geometry.type,
    label: labelOf(source, geometry),
    sizeBytes: geometry.totalSectors * geometry.sectorBytes,
    id: geometry.volumeId,
    regions: () => readRegions(openVolume(source, geometry)),
    manifest: () => readManifest(openVolume(source, geometry)),
  };
}

function labelOf(source: ByteSource, geometry: FatGeometry): string {
  try {
    const label = readRootLabel(openVolume(source, geometry));
    if (label !== undefined) return label;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return decodeLabel(geometry.volumeLabel);
}
