import { DecodeError } from "../../model/errors.js";
import type { ByteSource } from "../byte-source.js";
import { entryBits } from "./boot-sector.js";
import type { FatGeometry } from "./boot-sector.js";

/** Clusters that follow each other, on the disk and in a chain. */
export interface ClusterRun {
  readonly firstCluster: number;
  readonly count: number;
}

/** What one entry of the FAT says about its cluster. */
type FatEntry = "free" | "bad" | "end" | "invalid" | number;

/** A volume with its active FAT in memory. */
export interface FatVolume {
  readonly geometry: FatGeometry;
  readonly source: ByteSource;
  entryOf(cluster: number): FatEntry;
}

/**
 * Reads the active FAT in one go. The memory taken is a part of the source's own size. Throws
 * DecodeError when the volume claims more than the source holds or there is no such FAT.
 */
export function openVolume(source: ByteSource, geometry: FatGeometry): FatVolume {
  const { totalSectors, sectorBytes, activeFat, fatCount } = geometry;
  if (totalSectors * sectorBytes > source.sizeBytes) {
    const held = Math.floor(source.sizeBytes / sectorBytes);
    const problem = `${totalSectors}, but the partition holds ${held}`;
    throw new DecodeError("fat.bootSector.totalSectors", problem);
  }
  if (activeFat >= fatCount) {
    throw new DecodeError("fat.bootSector.extFlags", `FAT ${activeFat + 1} of ${fatCount} in use`);
  }
  const startBytes = (geometry.reservedSectors + activeFat * geometry.fatSectors) * sectorBytes;
  const bits = entryBits[geometry.type];
  const lengthBytes = Math.ceil(((geometry.clusterCount + 2) * bits) / 8);
  const table = readExactly(source, startBytes, lengthBytes);
  return { geometry, source, entryOf: entryReader(table, geometry) };
}

/** Bytes from the start of the volume to a cluster. */
export function clusterStartBytes(geometry: FatGeometry, cluster: number): number {
  return geometry.dataStartBytes + (cluster - 2) * geometry.clusterBytes;
}

/** Reads bytes that the volume is known to hold. Throws DecodeError when the source ends first. */
export function readExactly(source: ByteSource, offsetBytes: number, lengthBytes: number): Buffer {
  const bytes = source.read(offsetBytes, lengthBytes);
  if (bytes.length === lengthBytes) return bytes;
  throw new DecodeError("fat", `${lengthBytes} bytes at ${offsetBytes} are beyond the end`);
}

function entryReader(table: Buffer, geometry: FatGeometry): (cluster: number) => FatEntry {
  const { type, clusterCount } = geometry;
  const mask = { fat12: 0xfff, fat16: 0xffff, fat32: 0x0fffffff }[type];
  const readRaw = {
    fat12: (cluster: number) => {
      const pair = table.readUInt16LE(cluster + (cluster >> 1));
      return cluster % 2 === 0 ? pair : pair >> 4;
    },
    fat16: (cluster: number) => table.readUInt16LE(cluster * 2),
    fat32: (cluster: number) => table.readUInt32LE(cluster * 4),
  }[type];
  return (cluster) => {
    const value = readRaw(cluster) & mask;
    if (value === 0) return "free";
    if (value >= 2 && value <= clusterCount + 1) return value;
    if (value >= mask - 7) return "end";
    return value === mask - 8 ? "bad" : "invalid";
  };
}
