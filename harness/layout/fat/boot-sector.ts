import type { FileSystemType } from "../file-system.js";

/** What the boot sector says about the volume. Sectors are counted from its start. */
export interface FatGeometry {
  readonly type: Extract<FileSystemType, `fat${string}`>;
  readonly sectorBytes: number;
  readonly clusterBytes: number;
  readonly totalSectors: number;
  readonly reservedSectors: number;
  readonly fatCount: number;
  readonly fatSectors: number;
  /** Which FAT is in use, counted from 0. Another than 0 only where mirroring is off. */
  readonly activeFat: number;
  /** The fixed root directory of FAT12 and FAT16; 0 sectors on FAT32. */
  readonly rootSectors: number;
  /** Where FAT32 keeps its root directory; 0 on the others. */
  readonly rootCluster: number;
  /** 0 when there is none. */
  readonly fsInfoSector: number;
  /** 0 when there is none. */
  readonly backupBootSector: number;
  readonly dataStartBytes: number;
  /** Clusters are numbered from 2 to clusterCount + 1. */
  readonly clusterCount: number;
  /** As `ABCD-1234`, empty when there is none. */
  readonly volumeId: string;
  /** The label in the boot sector, 11 bytes padded with spaces. */
  readonly volumeLabel: Buffer;
}

/**
 * Decodes the first 512 bytes of a volume, or returns undefined when they are not a FAT boot
 * sector. The layout is that of Microsoft's FAT specification, fatgen103, "Boot Sector and BPB".
 */
export function decodeBootSector(sector: Buffer): FatGeometry | undefined {
  if (!looksLikeFat(sector)) return undefined;
  const sectorBytes = sector.readUInt16LE(11);
  const clusterBytes = sector.readUInt8(13) * sectorBytes;
  const reservedSectors = sector.readUInt16LE(14);
  const fatCount = sector.readUInt8(16);
  const rootEntries = sector.readUInt16LE(17);
  const isFat32 = sector.readUInt16LE(22) === 0;
  const fatSectors = isFat32 ? sector.readUInt32LE(36) : sector.readUInt16LE(22);
  const totalSectors = sector.readUInt16LE(19) || sector.readUInt32LE(32);
  const rootSectors = Math.ceil((rootEntries * 32) / sectorBytes);
  const dataStartBytes = (reservedSectors + fatCount * fatSectors + rootSectors) * sectorBytes;
  const dataBytes = totalSectors * sectorBytes - dataStartBytes;
  const claimedClusters = Math.floor(dataBytes / clusterBytes);
  const wrongRoot = isFat32 ? rootEntries !== 0 : rootEntries === 0;
  const wrongVersion = isFat32 && sector.readUInt16LE(42) !== 0;
  if (claimedClusters < 1 || fatSectors === 0 || wrongRoot || wrongVersion) return undefined;
  const type = isFat32 ? "fat32" : claimedClusters < 4085 ? "fat12" : "fat16";
  const fatEntries = Math.floor((fatSectors * sectorBytes * 8) / entryBits[type]);
  const clusterCount = Math.min(claimedClusters, fatEntries - 2);
  if (clusterCount > mostClusters[type]) return undefined;
  const extFlags = isFat32 ? sector.readUInt16LE(40) : 0;
  return {
    type,
    sectorBytes,
    clusterBytes,
    totalSectors,
    reservedSectors,
    fatCount,
    fatSectors,
    activeFat: (extFlags & 0x80) === 0 ? 0 : extFlags & 0x0f,
    rootSectors,
    rootCluster: isFat32 ? sector.readUInt32LE(44) : 0,
    fsInfoSector: isFat32 ? sector.readUInt16LE(48) : 0,
    backupBootSector: isFat32 ? sector.readUInt16LE(50) : 0,
    dataStartBytes,
    clusterCount,
    ...decodeIdentity(sector, isFat32 ? 66 : 38),
  };
}

/** Bits of one FAT entry. */
export const entryBits = { fat12: 12, fat16: 16, fat32: 32 } as const;

/** More clusters than this would need numbers that mean "bad" or "end". */
const mostClusters = { fat12: 0xff4, fat16: 0xfff4, fat32: 0xffffff4 } as const;

function looksLikeFat(sector: Buffer): boolean {
  if (sector.length < 512 || sector.readUInt16LE(510) !== 0xaa55) return false;
  const jump = sector.readUInt8(0);
  const jumps = jump === 0xe9 || (jump === 0xeb && sector.readUInt8(2) === 0x90);
  const sectorsPerCluster = sector.readUInt8(13);
  const media = sector.readUInt8(21);
  return (
    jumps &&
    [512, 1024, 2048, 4096].includes(sector.readUInt16LE(11)) &&
    sectorsPerCluster !== 0 &&
    (sectorsPerCluster & (sectorsPerCluster - 1)) === 0 &&
    sector.readUInt16LE(14) !== 0 &&
    [1, 2].includes(sector.readUInt8(16)) &&
    (media === 0xf0 || media >= 0xf8)
  );
}

function decodeIdentity(sector: Buffer, offsetBytes: number) {
  const marker = sector.readUInt8(offsetBytes);
  const id = sector
    .readUInt32LE(offsetBytes + 1)
    .toString(16)
    .toUpperCase()
    .padStart(8, "0");
  const hasId = marker === 0x28 || marker === 0x29;
  return {
    volumeId: hasId ? `${id.slice(0, 4)}-${id.slice(4)}` : "",
    volumeLabel:
      marker === 0x29
        ? Buffer.from(sector.subarray(offsetBytes + 5, offsetBytes + 16))
        : Buffer.alloc(0),
  };
}
