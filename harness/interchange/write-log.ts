import {
  entryField,
  entryFlag,
  logMagic,
  logVersion,
  superField,
  type NewLogEntry,
} from "./log-format.js";

/** The sector size of logs that are written, and that their ranges must be multiples of. */
export const writtenSectorBytes = 512;

/** The kernel keeps one byte for the zero behind a mark's text. */
const mostMarkBytes = writtenSectorBytes - entryField.sizeBytes - 1;

/** How long the log of these entries is. */
export function logSizeBytes(entries: readonly NewLogEntry[]): number {
  const dataBytes = entries.map((entry) => (entry.kind === "write" ? entry.lengthBytes : 0));
  return dataBytes.reduce((sum, bytes) => sum + writtenSectorBytes + bytes, writtenSectorBytes);
}

/**
 * The bytes of a log, in pieces to be put one after the other. Only one sector is made at a time.
 * A mark's text is cut where the sector ends.
 */
export function* writeLog(entries: readonly NewLogEntry[]): Generator<Buffer, void> {
  const head = Buffer.alloc(writtenSectorBytes);
  logMagic.copy(head, superField.magic);
  writeU64(head, logVersion, superField.version);
  writeU64(head, entries.length, superField.entryCount);
  head.writeUInt32LE(writtenSectorBytes, superField.sectorBytes);
  yield head;
  for (const entry of entries) {
    yield encodeEntry(entry);
    if (entry.kind === "write") yield* entry.data;
  }
}

function encodeEntry(entry: NewLogEntry): Buffer {
  const sector = Buffer.alloc(writtenSectorBytes);
  writeU64(sector, flagsOf(entry), entryField.flags);
  if (entry.kind === "mark") {
    // Never cuts a character in two.
    const text = sector.subarray(entryField.sizeBytes, entryField.sizeBytes + mostMarkBytes);
    const { written } = new TextEncoder().encodeInto(entry.text, text);
    writeU64(sector, written, entryField.dataLength);
  }
  if (entry.kind === "write" || entry.kind === "discard") {
    writeU64(sector, entry.offsetBytes / writtenSectorBytes, entryField.sector);
    writeU64(sector, entry.lengthBytes / writtenSectorBytes, entryField.sectorCount);
  }
  return sector;
}

function flagsOf(entry: NewLogEntry): number {
  switch (entry.kind) {
    case "flush":
      return entryFlag.flush;
    case "discard":
      return entryFlag.discard;
    case "mark":
      return entryFlag.mark;
    case "write":
      return entry.durable ? entryFlag.fua : 0;
  }
}

function writeU64(buffer: Buffer, value: number, at: number): void {
  buffer.writeBigUInt64LE(BigInt(value), at);
}
