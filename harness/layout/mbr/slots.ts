/** One used slot of a master or extended boot record. */
export interface MbrEntry {
  /** The slot, counted from 1. */
  readonly number: number;
  readonly bootable: boolean;
  readonly type: number;
  /** In a master boot record from the start of the disk. */
  readonly startLba: number;
  readonly sectorCount: number;
}

/** Where the four slots of a boot record begin. */
export const slotsStart = 446;
export const slotBytes = 16;
const bootFlag = 0x80;

/** True for 512 bytes or more that end in 55 AA, as every kind of boot sector does. */
export function hasBootSignature(sector: Buffer): boolean {
  return sector.length >= 512 && sector.readUInt16LE(510) === 0xaa55;
}

/** True when each slot's boot indicator is 0x00 or 0x80; Linux takes nothing else for a table. */
export function hasBootIndicators(sector: Buffer): boolean {
  return [0, 1, 2, 3].every((index) =>
    [0, bootFlag].includes(sector.readUInt8(slotsStart + index * slotBytes)),
  );
}

/**
 * The slots of a boot record whose type is not 0. `sector` has 512 bytes. UEFI specification 2.10,
 * table 5-1, and the kernel's struct msdos_partition.
 */
export function decodeSlots(sector: Buffer): MbrEntry[] {
  return [1, 2, 3, 4]
    .map((number) => decodeSlot(sector, number))
    .filter((entry) => entry.type !== 0);
}

function decodeSlot(sector: Buffer, number: number): MbrEntry {
  const at = slotsStart + (number - 1) * slotBytes;
  return {
    number,
    bootable: sector.readUInt8(at) === bootFlag,
    type: sector.readUInt8(at + 4),
    startLba: sector.readUInt32LE(at + 8),
    sectorCount: sector.readUInt32LE(at + 12),
  };
}
