import { crc32 } from "node:zlib";
import type { ByteSource } from "../byte-source.js";
import { decodeEntries, encodeEntries } from "./entries.js";
import { decodeHeader, encodeHeader, entryArrayBytes, signature } from "./header.js";
import type { GptHeaderFields } from "./header.js";
import { decodeProtectiveMbr } from "./protective-mbr.js";
import type { EntriesState, GptCopy, GptEntry, GptReading, SectorBytes } from "./types.js";

/**
 * Reads both copies of the GPT of a whole disk. Without `sectorBytes` the size is taken that shows
 * a valid copy, or else a signature, or else 512. Never throws on damaged bytes: what is wrong is
 * told in each copy. The layout is that of the UEFI specification 2.10, section 5.3.
 */
export function readGpt(source: ByteSource, sectorBytes?: SectorBytes): GptReading {
  if (sectorBytes !== undefined) return readWith(source, sectorBytes);
  const signed = ([512, 4096] as const).filter((size) => hasSignature(source, size));
  const readings = signed.map((size) => readWith(source, size));
  const best = readings.find(({ primary, backup }) => primary.valid || backup.valid);
  return best ?? readings[0] ?? readWith(source, 512);
}

/** The partitions as the primary has them, else the backup; none when neither copy is valid. */
export function partitionsOf(reading: GptReading): readonly GptEntry[] {
  const copy = [reading.primary, reading.backup].find(({ valid }) => valid);
  return copy?.entries ?? [];
}

/**
 * The bytes of one copy: its header, filling one sector, and its entry array. Both CRCs are worked
 * out. Throws RangeError on values that the format can't hold.
 */
export function encodeGpt(
  fields: GptHeaderFields,
  entries: readonly GptEntry[],
  sectorBytes: SectorBytes,
): { header: Buffer; entries: Buffer } {
  const { numberOfPartitionEntries, sizeOfPartitionEntry } = fields;
  const array = encodeEntries(entries, numberOfPartitionEntries, sizeOfPartitionEntry);
  return { header: encodeHeader(fields, crc32(array), sectorBytes), entries: array };
}

function hasSignature(source: ByteSource, sectorBytes: SectorBytes): boolean {
  const lastLba = Math.floor(source.sizeBytes / sectorBytes) - 1;
  return [1, lastLba].some((lba) => lba > 0 && source.read(lba * sectorBytes, 8).equals(signature));
}

function readWith(source: ByteSource, sectorBytes: SectorBytes): GptReading {
  const primary = readCopy(source, sectorBytes, 1, "gpt.primary");
  return {
    sizeBytes: source.sizeBytes,
    sectorBytes,
    protectiveMbr: decodeProtectiveMbr(source.read(0, 512)),
    primary,
    backup: readBackup(source, sectorBytes, primary),
  };
}

/** A disk that has grown since it was partitioned has its backup where the primary says. */
function readBackup(source: ByteSource, sectorBytes: SectorBytes, primary: GptCopy): GptCopy {
  const lastLba = Math.floor(source.sizeBytes / sectorBytes) - 1;
  const pointed = primary.headerState === "valid" ? primary.header?.alternateLba : undefined;
  const atEnd = readCopy(source, sectorBytes, lastLba, "gpt.backup");
  if (pointed === undefined || pointed < 2 || pointed >= lastLba) return atEnd;
  const elsewhere = readCopy(source, sectorBytes, pointed, "gpt.backup");
  if (elsewhere.headerState !== "valid" && atEnd.headerState !== "no signature") return atEnd;
  const problem = `gpt.backup: at LBA ${pointed}, backup is not at the end of the disk`;
  return { ...elsewhere, problems: [problem, ...elsewhere.problems] };
}

function readCopy(
  source: ByteSource,
  sectorBytes: SectorBytes,
  lba: number,
  path: string,
): GptCopy {
  const sector = lba < 1 ? Buffer.alloc(0) : source.read(lba * sectorBytes, sectorBytes);
  const sectorCount = Math.floor(source.sizeBytes / sectorBytes);
  const place = { path: `${path}.header`, lba, sectorCount, sectorBytes };
  const { state: headerState, header, problems } = decodeHeader(sector, place);
  const shown = header === undefined ? {} : { header };
  if (headerState !== "valid" || header === undefined) {
    const entries = { entries: [], entryBytes: Buffer.alloc(0) };
    const states = { headerState, entriesState: "unreadable" as const, valid: false };
    return { lba, ...states, ...shown, ...entries, problems };
  }
  const entryBytes = Buffer.from(
    source.read(header.partitionEntryLba * sectorBytes, entryArrayBytes(header)),
  );
  const stored = header.partitionEntryArrayCrc32;
  const decoded = decodeEntries(entryBytes, header.sizeOfPartitionEntry, `${path}.entries`);
  let entriesState: EntriesState = decoded.problems.length === 0 ? "valid" : "implausible";
  const wrong = [...problems, ...decoded.problems];
  if (crc32(entryBytes) !== stored) {
    entriesState = "bad entries CRC";
    wrong.push(`${path}.entries: CRC differs from ${path}.header.partitionEntryArrayCrc32`);
  }
  const { entries } = decoded;
  const states = { headerState, entriesState, valid: entriesState === "valid" };
  return { lba, ...states, ...shown, entries, entryBytes, problems: wrong };
}
