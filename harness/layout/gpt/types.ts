import type { MbrEntry } from "../mbr/slots.js";

/** Sector sizes that a GPT is read with. Every LBA counts in these. */
export type SectorBytes = 512 | 4096;

/** A GPT header by the names of the UEFI specification 2.10, table 5-5. */
export interface GptHeader {
  readonly revision: number;
  readonly headerSizeBytes: number;
  readonly headerCrc32: number;
  readonly myLba: number;
  readonly alternateLba: number;
  readonly firstUsableLba: number;
  /** The last LBA that a partition may use. */
  readonly lastUsableLba: number;
  readonly diskGuid: string;
  readonly partitionEntryLba: number;
  readonly numberOfPartitionEntries: number;
  readonly sizeOfPartitionEntry: number;
  readonly partitionEntryArrayCrc32: number;
}

/** A used slot of the entry array by the names of the UEFI specification 2.10, table 5-6. */
export interface GptEntry {
  /** The slot, counted from 1: the number that sgdisk prints and Linux names devices after. */
  readonly number: number;
  /** GUIDs are upper case, as sgdisk prints them. */
  readonly typeGuid: string;
  /** UniquePartitionGUID. */
  readonly guid: string;
  readonly startingLba: number;
  /** The last LBA of the partition. */
  readonly endingLba: number;
  /** All 64 bits as 16 lower-case hex digits, the highest first. */
  readonly attributes: string;
  readonly name: string;
}

/**
 * How far the header of a copy can be believed. `bad header CRC` includes a header size that
 * leaves nothing to check; `implausible` has a good CRC over fields that no tool would accept.
 */
export type HeaderState = "valid" | "no signature" | "bad header CRC" | "implausible";

/**
 * How far the entries of a copy can be believed. `unreadable`: no valid header says where they
 * are, or it points outside the disk. `implausible`: a good CRC over fields that make no sense.
 */
export type EntriesState = "valid" | "unreadable" | "bad entries CRC" | "implausible";

/** One of the two copies of the table. */
export interface GptCopy {
  /** Where the header was looked for. */
  readonly lba: number;
  readonly headerState: HeaderState;
  readonly entriesState: EntriesState;
  /** Header and entries are both valid. */
  readonly valid: boolean;
  /** Present when the CRC is good and every field can be read. */
  readonly header?: GptHeader;
  /** Used slots. Also given when their CRC is bad: look at `valid` before believing them. */
  readonly entries: readonly GptEntry[];
  /** The entry array as it is on the disk, empty when unreadable. */
  readonly entryBytes: Buffer;
  /** Everything that is wrong, each with the path of the field. Some of it leaves a copy valid. */
  readonly problems: readonly string[];
}

/** Sector 0. Valid when it has its signature and an entry of type 0xEE that starts at LBA 1. */
export interface ProtectiveMbr {
  /** Why it is not valid, where it isn't: then Linux looks for no GPT. */
  readonly problem?: string;
  readonly entries: readonly MbrEntry[];
}

/** What stands on a disk where a GPT belongs. */
export interface GptReading {
  readonly sizeBytes: number;
  readonly sectorBytes: SectorBytes;
  readonly protectiveMbr: ProtectiveMbr;
  readonly primary: GptCopy;
  readonly backup: GptCopy;
}
