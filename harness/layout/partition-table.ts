import type { ByteSource } from "./byte-source.js";
import { partitionsOf, readGpt } from "./gpt/gpt.js";
import { gptProtective } from "./gpt/protective-mbr.js";
import type { GptReading } from "./gpt/types.js";
import {
  dosPartitions,
  dosSectorBytes,
  readDosLabel,
  typeText,
  type DosLabel,
} from "./mbr/dos-label.js";
import type { MbrEntry } from "./mbr/slots.js";
import { signedFormat } from "./other-formats.js";
import { recognise } from "./recognise.js";

/** How a disk is divided: by a GPT, by an MBR, or not at all. */
export type DiskLabel = "gpt" | "dos" | "none";

/** A partition as its table has it, in the terms that all tables share. */
export interface PartitionEntry {
  readonly number: number;
  /** Of a GPT, else `partition 5` after the number, or `disk` for a whole disk. */
  readonly name: string;
  /** A GUID in upper case on a GPT, `0x83` on a DOS label, empty for a whole disk. */
  readonly type: string;
  /** UniquePartitionGUID; empty where the table has none. */
  readonly guid: string;
  readonly startingLba: number;
  /** The last LBA of the partition. */
  readonly endingLba: number;
  /** A GPT's 64 bits as 16 hex digits; on a DOS label `active` or empty. */
  readonly attributes: string;
}

/** The table of a disk, and the partitions that hold something, in the table's order. */
export interface PartitionTable {
  readonly label: DiskLabel;
  readonly sectorBytes: number;
  /** The GPT's disk GUID, the DOS label's `0x1234abcd`, or empty. */
  readonly diskId: string;
  /** What stands where a GPT belongs, whatever the label is. */
  readonly gpt: GptReading;
  /** Present when the label is `dos`. */
  readonly dos?: DosLabel;
  readonly entries: readonly PartitionEntry[];
}

/** The name of the one entry of a disk that is not divided; its number is 0. */
export const wholeDiskName = "disk";

/**
 * Finds out how a disk is divided and into what. A GPT of which either copy shows a signature
 * makes it a GPT disk, however damaged; but a backup alone is only left over where sector 0 has
 * no protective MBR and there is a DOS label or a file system. A disk that is not divided has one
 * entry, for all of it. Never throws on damage.
 */
export function readTable(disk: ByteSource): PartitionTable {
  const gpt = readGpt(disk);
  const dos = readDosLabel(disk);
  const [primary, backup] = [gpt.primary, gpt.backup].map(isSigned);
  if (primary === true || backup === true) {
    const isProtected = gpt.protectiveMbr.entries.some(({ type }) => type === gptProtective);
    const isLeftOver = primary !== true && !isProtected && (isDivided(dos) || isFormatted(disk));
    if (!isLeftOver) return gptTable(gpt);
  }
  const isDos = dos !== undefined && (isDivided(dos) || !isFormatted(disk));
  return isDos ? dosTable(gpt, dos) : wholeDisk(gpt);
}

function isSigned({ headerState }: GptReading["primary"]): boolean {
  return headerState !== "no signature";
}

function isDivided(dos: DosLabel | undefined): boolean {
  return dos !== undefined && dos.slots.length > 0;
}

function isFormatted(disk: ByteSource): boolean {
  return recognise(disk) !== undefined || signedFormat(disk) !== undefined;
}

function gptTable(gpt: GptReading): PartitionTable {
  const header = (gpt.primary.valid ? gpt.primary : gpt.backup).header;
  const entries = partitionsOf(gpt).map(({ typeGuid, ...entry }): PartitionEntry => ({
    ...entry,
    type: typeGuid,
  }));
  const { sectorBytes } = gpt;
  return { label: "gpt", sectorBytes, diskId: header?.diskGuid ?? "", gpt, entries };
}

function dosTable(gpt: GptReading, dos: DosLabel): PartitionTable {
  const entries = dosPartitions(dos).map(entryOfSlot);
  const { diskId } = dos;
  return { label: "dos", sectorBytes: dosSectorBytes, diskId, gpt, dos, entries };
}

function entryOfSlot({ number, type, bootable, startLba, sectorCount }: MbrEntry): PartitionEntry {
  return {
    number,
    name: `partition ${number}`,
    type: typeText(type),
    guid: "",
    startingLba: startLba,
    endingLba: startLba + sectorCount - 1,
    attributes: bootable ? "active" : "",
  };
}

function wholeDisk(gpt: GptReading): PartitionTable {
  const sectorCount = Math.ceil(gpt.sizeBytes / dosSectorBytes);
  const entry: PartitionEntry = {
    number: 0,
    name: wholeDiskName,
    type: "",
    guid: "",
    startingLba: 0,
    endingLba: sectorCount - 1,
    attributes: "",
  };
  return { label: "none", sectorBytes: dosSectorBytes, diskId: "", gpt, entries: [entry] };
}

/** The place of an entry in bytes. A damaged table may place one beyond the end of the disk. */
export function placeOf(
  { label, sectorBytes, gpt }: PartitionTable,
  { startingLba, endingLba }: PartitionEntry,
): { startBytes: number; sizeBytes: number } {
  if (label === "none") return { startBytes: 0, sizeBytes: gpt.sizeBytes };
  const startBytes = startingLba * sectorBytes;
  return { startBytes, sizeBytes: (endingLba + 1) * sectorBytes - startBytes };
}
