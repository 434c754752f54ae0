import { crc32 } from "node:zlib";
import { decodeGuid, encodeGuid } from "./guid.js";
import type { GptHeader, HeaderState, SectorBytes } from "./types.js";

export const signature = Buffer.from("EFI PART", "latin1");

/** Most bytes of partition entries that are believed; a usual table has 16 KiB. */
const entriesLimitBytes = 1 << 20;
const leastHeaderBytes = 92;
const supportedRevision = 0x00010000;

/** The header's own fields; its two CRCs are worked out when it is encoded. */
export type GptHeaderFields = Omit<GptHeader, "headerCrc32" | "partitionEntryArrayCrc32">;

interface HeaderReading {
  readonly state: HeaderState;
  readonly header?: GptHeader;
  readonly problems: readonly string[];
}

/**
 * Decodes the sector that should hold a header: signature, CRC, then fields. `path` begins the
 * path of each problem. UEFI specification 2.10, section 5.3.2. Never throws.
 */
export function decodeHeader(
  sector: Buffer,
  place: { path: string; lba: number; sectorCount: number; sectorBytes: SectorBytes },
): HeaderReading {
  const { path } = place;
  if (sector.length < place.sectorBytes || !sector.subarray(0, 8).equals(signature)) {
    return { state: "no signature", problems: [`${path}.signature: expected "EFI PART"`] };
  }
  const sizeBytes = sector.readUInt32LE(12);
  if (sizeBytes < leastHeaderBytes || sizeBytes > place.sectorBytes) {
    const expected = `expected ${leastHeaderBytes} to ${place.sectorBytes}`;
    const problem = `${path}.headerSizeBytes: ${sizeBytes}, ${expected}; its CRC can't be checked`;
    return { state: "bad header CRC", problems: [problem] };
  }
  const stored = sector.readUInt32LE(16);
  const computed = headerCrc(sector, sizeBytes);
  if (stored !== computed) {
    const problem = `${path}.headerCrc32: ${hex(stored)}, expected ${hex(computed)}`;
    return { state: "bad header CRC", problems: [problem] };
  }
  const header = decodeFields(sector);
  const unbelievable = implausibleFields(header, place).map((text) => `${path}.${text}`);
  const odd = oddFields(sector, header, place.sectorCount).map((text) => `${path}.${text}`);
  const problems = [...unbelievable, ...odd];
  if (unbelievable.length === 0) return { state: "valid", header, problems };
  const exact = Object.values(header).every(
    (value) => typeof value === "string" || Number.isSafeInteger(value),
  );
  return { state: "implausible", problems, ...(exact ? { header } : {}) };
}

/** One sector with the header in it, its CRC set. Throws RangeError on a malformed GUID. */
export function encodeHeader(
  fields: GptHeaderFields,
  partitionEntryArrayCrc32: number,
  sectorBytes: SectorBytes,
): Buffer {
  const sector = Buffer.alloc(sectorBytes);
  signature.copy(sector);
  sector.writeUInt32LE(fields.revision, 8);
  sector.writeUInt32LE(fields.headerSizeBytes, 12);
  sector.writeBigUInt64LE(BigInt(fields.myLba), 24);
  sector.writeBigUInt64LE(BigInt(fields.alternateLba), 32);
  sector.writeBigUInt64LE(BigInt(fields.firstUsableLba), 40);
  sector.writeBigUInt64LE(BigInt(fields.lastUsableLba), 48);
  encodeGuid(fields.diskGuid, sector, 56);
  sector.writeBigUInt64LE(BigInt(fields.partitionEntryLba), 72);
  sector.writeUInt32LE(fields.numberOfPartitionEntries, 80);
  sector.writeUInt32LE(fields.sizeOfPartitionEntry, 84);
  sector.writeUInt32LE(partitionEntryArrayCrc32, 88);
  sector.writeUInt32LE(headerCrc(sector, fields.headerSizeBytes), 16);
  return sector;
}

/** Bytes of the whole entry array that a header describes. */
export function entryArrayBytes(header: GptHeader): number {
  return header.numberOfPartitionEntries * header.sizeOfPartitionEntry;
}

function headerCrc(sector: Buffer, sizeBytes: number): number {
  const counted = Buffer.from(sector.subarray(0, sizeBytes));
  counted.writeUInt32LE(0, 16);
  return crc32(counted);
}

function decodeFields(sector: Buffer): GptHeader {
  return {
    revision: sector.readUInt32LE(8),
    headerSizeBytes: sector.readUInt32LE(12),
    headerCrc32: sector.readUInt32LE(16),
    myLba: Number(sector.readBigUInt64LE(24)),
    alternateLba: Number(sector.readBigUInt64LE(32)),
    firstUsableLba: Number(sector.readBigUInt64LE(40)),
    lastUsableLba: Number(sector.readBigUInt64LE(48)),
    diskGuid: decodeGuid(sector, 56),
    partitionEntryLba: Number(sector.readBigUInt64LE(72)),
    numberOfPartitionEntries: sector.readUInt32LE(80),
    sizeOfPartitionEntry: sector.readUInt32LE(84),
    partitionEntryArrayCrc32: sector.readUInt32LE(88),
  };
}

/** What makes tools and kernels refuse a header although its CRC is good. */
function implausibleFields(
  header: GptHeader,
  place: { lba: number; sectorCount: number; sectorBytes: SectorBytes },
): string[] {
  const lastLba = place.sectorCount - 1;
  const { firstUsableLba, lastUsableLba, partitionEntryLba, sizeOfPartitionEntry } = header;
  const arrayBytes = entryArrayBytes(header);
  const problems: string[] = [];
  const refuseUnless = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem);
  };
  refuseUnless(
    header.revision === supportedRevision,
    `revision: ${hex(header.revision)}, expected ${hex(supportedRevision)}`,
  );
  refuseUnless(header.myLba === place.lba, `myLba: ${header.myLba}, expected ${place.lba}`);
  refuseUnless(
    Number.isSafeInteger(header.alternateLba) && header.alternateLba !== header.myLba,
    `alternateLba: ${header.alternateLba}, expected the place of the other copy`,
  );
  refuseUnless(
    firstUsableLba <= lastUsableLba,
    `firstUsableLba: ${firstUsableLba}, expected at most lastUsableLba, ${lastUsableLba}`,
  );
  refuseUnless(
    lastUsableLba <= lastLba,
    `lastUsableLba: ${lastUsableLba}, expected at most the disk's last LBA, ${lastLba}`,
  );
  refuseUnless(
    sizeOfPartitionEntry >= 128 && sizeOfPartitionEntry % 8 === 0,
    `sizeOfPartitionEntry: ${sizeOfPartitionEntry}, expected a multiple of 8 from 128`,
  );
  refuseUnless(
    arrayBytes > 0 && arrayBytes <= entriesLimitBytes,
    `numberOfPartitionEntries: ${header.numberOfPartitionEntries} of ${sizeOfPartitionEntry} ` +
      `bytes, expected 1 to ${entriesLimitBytes} bytes in all`,
  );
  const endLba = partitionEntryLba + Math.ceil(arrayBytes / place.sectorBytes);
  refuseUnless(
    partitionEntryLba >= 2 && endLba <= place.sectorCount,
    `partitionEntryLba: ${partitionEntryLba} to ${endLba - 1}, expected 2 to ${lastLba}`,
  );
  return problems;
}

/** What breaks the specification, though tools go on. */
function oddFields(sector: Buffer, header: GptHeader, sectorCount: number): string[] {
  const problems: string[] = [];
  if (header.alternateLba >= sectorCount) {
    problems.push(`alternateLba: ${header.alternateLba} is outside the disk`);
  }
  const reserved = [sector.subarray(20, 24), sector.subarray(leastHeaderBytes)];
  if (reserved.some((bytes) => bytes.some((byte) => byte !== 0))) {
    problems.push("reserved: expected zeros");
  }
  return problems;
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}
