import { crc32 } from "node:zlib";
import type { ByteSource, Piece } from "../../layout/byte-source.js";
import { gptTableRegions } from "../../layout/gpt/regions.js";
import { readTable } from "../../layout/partition-table.js";
import { scrubEntries } from "./gpt-entries.js";
import { scrubMbr } from "./mbr-slots.js";

const headerBytes = 92;
const entryBytes = 128;
const field = { size: 12, crc: 16, entriesCrc: 88, entryCount: 80, entrySize: 84 } as const;

/**
 * The partition tables of a disk without names: only fields that are numbers and GUIDs of a table,
 * each where its value can be one. What else stands there is zeros: text, code, content. Checksums
 * fit what they fitted before, here or on the disk as it was `before`. Undefined where there is no
 * table.
 */
export function tableStructure(disk: ByteSource, before: ByteSource): Piece[] | undefined {
  const { label, gpt } = readTable(disk);
  if (label === "none") return undefined;
  const mbr = { offsetBytes: 0, bytes: scrubMbr(disk.read(0, 512), disk.sizeBytes / 512) };
  if (label === "dos") return [mbr];
  const parts = gptParts(disk);
  const all = [...gptParts(before), ...parts];
  const lengths = new Set(all.filter((part) => part.isHeader).map(({ old }) => arrayBytes(old)));
  const newCrcs = new Map(all.flatMap((part) => crcChanges(part, [...lengths])));
  const sectorCount = Math.floor(disk.sizeBytes / gpt.sectorBytes);
  const copies = parts.map(({ isHeader, offsetBytes, old, scrubbed }) => ({
    offsetBytes,
    bytes: isHeader ? scrubHeader(old, sectorCount, newCrcs) : scrubbed,
  }));
  return [mbr, ...copies].sort((one, other) => one.offsetBytes - other.offsetBytes);
}

/** A header or an entry array, as it is and without names. */
interface Part {
  readonly isHeader: boolean;
  readonly offsetBytes: number;
  readonly old: Buffer;
  readonly scrubbed: Buffer;
}

function gptParts(disk: ByteSource): Part[] {
  const { gpt } = readTable(disk);
  const sectorCount = Math.floor(disk.sizeBytes / gpt.sectorBytes);
  return gptTableRegions(gpt).flatMap(({ name, startBytes, endBytes }) => {
    if (name === "protective MBR") return [];
    const old = disk.read(startBytes, endBytes - startBytes);
    const scrubbed = scrubEntries(old, sectorCount);
    return [{ isHeader: name.endsWith("header"), offsetBytes: startBytes, old, scrubbed }];
  });
}

/** The checksums of an array of each length, and those of the same without names. */
function crcChanges({ isHeader, old, scrubbed }: Part, lengths: number[]): [number, number][] {
  if (isHeader) return [];
  return lengths
    .filter((lengthBytes) => lengthBytes <= old.length)
    .map((end) => [crc32(old.subarray(0, end)), crc32(scrubbed.subarray(0, end))]);
}

function arrayBytes(header: Buffer): number {
  return header.readUInt32LE(field.entryCount) * entryBytes;
}

function scrubHeader(
  sector: Buffer,
  sectorCount: number,
  newCrcs: ReadonlyMap<number, number>,
): Buffer {
  const header = Buffer.alloc(sector.length);
  if (!isHeader(sector, sectorCount)) return header;
  sector.copy(header, 0, 0, headerBytes);
  const stored = sector.readUInt32LE(field.entriesCrc);
  header.writeUInt32LE(newCrcs.get(stored) ?? stored, field.entriesCrc);
  if (headerCrc(sector) === sector.readUInt32LE(field.crc)) {
    header.writeUInt32LE(headerCrc(header), field.crc);
  }
  return header;
}

function headerCrc(header: Buffer): number {
  const fields = Buffer.from(header.subarray(0, headerBytes));
  fields.writeUInt32LE(0, field.crc);
  return crc32(fields);
}

/** All its numbers could be those of a header on this disk: no text is. */
function isHeader(sector: Buffer, sectorCount: number): boolean {
  const lbas = [24, 32, 40, 48, 72].map((at) => sector.readBigUInt64LE(at));
  return (
    sector.toString("latin1", 0, 8) === "EFI PART" &&
    sector.readUInt32LE(8) === 0x10000 &&
    sector.readUInt32LE(field.size) === headerBytes &&
    sector.readUInt32LE(20) === 0 &&
    lbas.every((lba) => lba < BigInt(sectorCount)) &&
    sector.readUInt32LE(field.entryCount) <= 1024 &&
    sector.readUInt32LE(field.entrySize) === entryBytes
  );
}
