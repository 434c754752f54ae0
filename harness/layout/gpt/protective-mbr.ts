import type { MbrEntry, ProtectiveMbr } from "./types.js";

const gptProtective = 0xee;

/** Decodes sector 0 of a disk. UEFI specification 2.10, section 5.2.3. Never throws. */
export function decodeProtectiveMbr(sector: Buffer): ProtectiveMbr {
  if (sector.length < 512 || sector.readUInt16LE(510) !== 0xaa55) {
    return { valid: false, entries: [] };
  }
  const entries = [1, 2, 3, 4]
    .map((number) => decodeEntry(sector, number))
    .filter((entry) => entry.type !== 0);
  const valid = entries.some((entry) => entry.type === gptProtective && entry.startLba === 1);
  return { valid, entries };
}

function decodeEntry(sector: Buffer, number: number): MbrEntry {
  const at = 446 + (number - 1) * 16;
  return {
    number,
    bootable: sector.readUInt8(at) === 0x80,
    type: sector.readUInt8(at + 4),
    startLba: sector.readUInt32LE(at + 8),
    sectorCount: sector.readUInt32LE(at + 12),
  };
}
