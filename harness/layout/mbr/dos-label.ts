import { slice, type ByteSource } from "../byte-source.js";
import { decodeBootSector } from "../fat/boot-sector.js";
import { gptProtective } from "../gpt/protective-mbr.js";
import { signedFormat } from "../other-formats.js";
import { extendedTypes, readChain, type ExtendedChain } from "./extended.js";
import { decodeSlots, hasBootIndicators, hasBootSignature, type MbrEntry } from "./slots.js";

/** Bytes of the sectors that a DOS label counts in. */
export const dosSectorBytes = 512;

/** What stands on a disk with a DOS label. LBAs count from the start of the disk. */
export interface DosLabel extends ExtendedChain {
  /** The disk signature as sfdisk prints it, `0x1234abcd`. */
  readonly diskId: string;
  /** The used slots of the MBR, those of extended partitions among them. */
  readonly slots: readonly MbrEntry[];
}

/**
 * Reads the DOS label of a whole disk, or returns undefined where sector 0 is none: no 55 AA, a
 * boot indicator that no table has, a protective MBR, or the boot sector of a FAT, exFAT or NTFS
 * file system. Never throws: damage is told in `problems`. The layout is that of the kernel's
 * block/partitions/msdos.c.
 */
export function readDosLabel(disk: ByteSource): DosLabel | undefined {
  const sector = disk.read(0, dosSectorBytes);
  if (!hasBootSignature(sector) || !hasBootIndicators(sector)) return undefined;
  // Signatures further in may be left over from before the disk was partitioned.
  const other = signedFormat(slice(disk, 0, dosSectorBytes));
  if (decodeBootSector(sector) !== undefined || other !== undefined) return undefined;
  const slots = decodeSlots(sector).filter(({ sectorCount }) => sectorCount > 0);
  if (slots.some(({ type }) => type === gptProtective)) return undefined;
  const chain = readChain(disk, slots);
  const diskId = `0x${sector.readUInt32LE(440).toString(16).padStart(8, "0")}`;
  return { diskId, slots, ...chain, problems: [...slotProblems(disk, slots), ...chain.problems] };
}

/** The partitions that hold something: primary ones that are not extended, and logical ones. */
export function dosPartitions({ slots, logical }: DosLabel): readonly MbrEntry[] {
  return [...slots.filter(({ type }) => !extendedTypes.has(type)), ...logical];
}

/** A slot in words, `0x83 from LBA 2048, 8192 sectors, active`. */
export function slotText({ type, startLba, sectorCount, bootable }: MbrEntry): string {
  const active = bootable ? ", active" : "";
  return `${typeText(type)} from LBA ${startLba}, ${sectorCount} sectors${active}`;
}

/** A partition type as sfdisk and fdisk write it in full, `0x83`. */
export function typeText(type: number): string {
  return `0x${type.toString(16).padStart(2, "0")}`;
}

function slotProblems(disk: ByteSource, slots: readonly MbrEntry[]): string[] {
  const sectorCount = Math.floor(disk.sizeBytes / dosSectorBytes);
  return slots.flatMap((slot) => {
    const path = `mbr.slots[${slot.number}]`;
    if (slot.startLba === 0) return [`${path}.startLba: 0 is the place of the MBR`];
    const lastLba = slot.startLba + slot.sectorCount - 1;
    if (lastLba < sectorCount) return [];
    return [`${path}: ends at LBA ${lastLba}, expected at most ${sectorCount - 1}`];
  });
}
