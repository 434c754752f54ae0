import type { ByteSource } from "../byte-source.js";
import { decodeSlots, hasBootSignature, type MbrEntry } from "./slots.js";

/** Types of partitions that hold a chain of logical ones: CHS, LBA and Linux extended. */
export const extendedTypes: ReadonlySet<number> = new Set([0x05, 0x0f, 0x85]);

/** What the chains of extended boot records hold. LBAs count from the start of the disk. */
export interface ExtendedChain {
  /** Logical partitions, numbered from 5 in the order of the chain, as Linux does. */
  readonly logical: readonly MbrEntry[];
  /** Where the extended boot records are, in the order of the chain. */
  readonly recordLbas: readonly number[];
  /** Everything that is wrong, each with the path of the field. */
  readonly problems: readonly string[];
}

const sectorBytes = 512;
const firstLogicalNumber = 5;
const mostRecords = 1000;

/**
 * Follows the chain in each extended partition among `slots`. A record that is none, or that was
 * met before, ends its chain and is a problem. In a record the first two slots count: a partition
 * from the record itself, and the next record from the start of the extended partition.
 */
export function readChain(disk: ByteSource, slots: readonly MbrEntry[]): ExtendedChain {
  const logical: MbrEntry[] = [];
  const recordLbas: number[] = [];
  const problems: string[] = [];
  for (const extended of slots.filter(({ type }) => extendedTypes.has(type))) {
    let lba: number | undefined = extended.startLba;
    while (lba !== undefined) {
      const path = `mbr.extended[${recordLbas.length + 1}]`;
      const problem = whyNot(disk, lba, recordLbas);
      if (problem !== undefined) {
        problems.push(`${path}: ${problem}`);
        break;
      }
      recordLbas.push(lba);
      const used: MbrEntry[] = decodeSlots(disk.read(lba * sectorBytes, sectorBytes)).filter(
        ({ number, sectorCount }) => number <= 2 && sectorCount > 0,
      );
      for (const slot of used.filter(({ type }) => !extendedTypes.has(type))) {
        const number = firstLogicalNumber + logical.length;
        logical.push({ ...slot, number, startLba: lba + slot.startLba });
        problems.push(...outside(disk, extended, slot, lba, path));
      }
      const link: MbrEntry | undefined = used.find(({ type }) => extendedTypes.has(type));
      lba = link && extended.startLba + link.startLba;
    }
  }
  return { logical, recordLbas, problems };
}

function whyNot(disk: ByteSource, lba: number, seen: readonly number[]): string | undefined {
  if (seen.includes(lba)) return `LBA ${lba} is in the chain already`;
  if (seen.length >= mostRecords) return `the chain has more than ${mostRecords} records`;
  const signed = hasBootSignature(disk.read(lba * sectorBytes, sectorBytes));
  return signed ? undefined : `no boot record at LBA ${lba}`;
}

function outside(
  disk: ByteSource,
  extended: MbrEntry,
  slot: MbrEntry,
  recordLba: number,
  path: string,
): string[] {
  const lastLba = recordLba + slot.startLba + slot.sectorCount - 1;
  const diskEnd = Math.floor(disk.sizeBytes / sectorBytes);
  const endLba = Math.min(extended.startLba + extended.sectorCount, diskEnd);
  if (lastLba < endLba) return [];
  return [`${path}.slots[${slot.number}]: ends at LBA ${lastLba}, expected at most ${endLba - 1}`];
}
