import type { ByteSource } from "./byte-source.js";

/** What the superblock of one member of a Linux software RAID says. */
export interface MdSuperblock {
  readonly version: "0.90" | "1.0" | "1.1" | "1.2";
  /** 1 for a mirror, 5 for RAID 5, -1 for linear. */
  readonly level: number;
  /** The member's part of the array's data. */
  readonly dataOffsetBytes: number;
  readonly dataSizeBytes: number;
  readonly checksumHolds: boolean;
}

const magic = 0xa92b4efc;
const sectorBytes = 512;
/** Without the list of the members' roles that follows. */
const headBytes = 256;
/** The kernel's MD_SB_BYTES and MD_RESERVED_BYTES. */
const oldBytes = 4096;
const oldReservedBytes = 64 * 1024;

/** Whether what has md's magic at a place claims to stand there. */
export function startsAsMd(source: ByteSource, offsetBytes: number): boolean {
  return decodeNew(source, offsetBytes, "1.2") !== undefined;
}

/**
 * Finds the superblock of an md member: 1.1 at the start, 1.2 at 4 KiB, 1.0 and 0.90 near the end.
 * Undefined where there is none. Only little-endian ones of version 0.90 are seen.
 *
 * The layout is that of the kernel's include/uapi/linux/raid/md_p.h.
 */
export function readMdSuperblock(source: ByteSource): MdSuperblock | undefined {
  const { sizeBytes } = source;
  // Both are at the last place that fits, from the end; 8 sectors are 4 KiB.
  const newEnd = Math.floor((Math.floor(sizeBytes / sectorBytes) - 16) / 8) * 8 * sectorBytes;
  const oldEnd = Math.floor(sizeBytes / oldReservedBytes) * oldReservedBytes - oldReservedBytes;
  return (
    decodeNew(source, 0, "1.1") ??
    decodeNew(source, 4096, "1.2") ??
    decodeNew(source, newEnd, "1.0") ??
    decodeOld(source, oldEnd)
  );
}

function decodeNew(
  source: ByteSource,
  offsetBytes: number,
  version: "1.0" | "1.1" | "1.2",
): MdSuperblock | undefined {
  if (offsetBytes < 0) return undefined;
  const head = source.read(offsetBytes, headBytes);
  if (head.length < headBytes || head.readUInt32LE(0) !== magic) return undefined;
  const placeBytes = Number(head.readBigUInt64LE(144)) * sectorBytes;
  if (head.readUInt32LE(4) !== 1 || placeBytes !== offsetBytes) return undefined;
  // Roles are two bytes each; a superblock is never longer than 4 KiB.
  const lengthBytes = Math.min(headBytes + head.readUInt32LE(220) * 2, 4096);
  return {
    version,
    level: head.readInt32LE(72),
    dataOffsetBytes: Number(head.readBigUInt64LE(128)) * sectorBytes,
    dataSizeBytes: Number(head.readBigUInt64LE(136)) * sectorBytes,
    checksumHolds: checksumHolds(source.read(offsetBytes, lengthBytes), 216),
  };
}

function decodeOld(source: ByteSource, offsetBytes: number): MdSuperblock | undefined {
  if (offsetBytes < 0) return undefined;
  const bytes = source.read(offsetBytes, oldBytes);
  if (bytes.length < oldBytes || bytes.readUInt32LE(0) !== magic) return undefined;
  if (bytes.readUInt32LE(4) !== 0 || bytes.readUInt32LE(8) < 90) return undefined;
  const sizeBytes = bytes.readUInt32LE(32) * 1024;
  return {
    version: "0.90",
    level: bytes.readInt32LE(28),
    dataOffsetBytes: 0,
    // RAID 0 and linear have no size here: all that is before the superblock.
    dataSizeBytes: sizeBytes === 0 ? offsetBytes : sizeBytes,
    checksumHolds: checksumHolds(bytes, 152),
  };
}

function checksumHolds(superblock: Buffer, fieldBytes: number): boolean {
  return superblock.readUInt32LE(fieldBytes) === mdChecksum(superblock, fieldBytes);
}

/** The sum of all 32-bit words but the checksum's own, and of 16 bits that are left over. */
export function mdChecksum(superblock: Buffer, fieldBytes: number): number {
  let sum = 0;
  for (let at = 0; at + 4 <= superblock.length; at += 4) {
    if (at !== fieldBytes) sum += superblock.readUInt32LE(at);
  }
  if (superblock.length % 4 === 2) sum += superblock.readUInt16LE(superblock.length - 2);
  return ((sum % 2 ** 32) + Math.floor(sum / 2 ** 32)) % 2 ** 32;
}
