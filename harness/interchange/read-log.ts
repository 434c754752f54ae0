import type { ByteSource } from "../layout/byte-source.js";
import { DecodeError } from "../model/errors.js";
import { readU64 } from "../shim/wire.js";
import {
  entryField,
  entryFlag,
  logMagic,
  logVersion,
  mostEntries,
  sectorBytesRange,
  superField,
  type LogEntry,
} from "./log-format.js";

/** The entries of a log. The data of writes stays in the log. */
export interface DecodedLog {
  readonly sectorBytes: number;
  readonly entries: readonly LogEntry[];
}

/** The numbers of an entry as they stand in the log. */
interface RawEntry {
  readonly path: string;
  readonly sector: number;
  readonly sectorCount: number;
  readonly flags: number;
  readonly dataLength: number;
}

/**
 * Decodes a log of dm-log-writes or of qemu's blklogwrites. What lies behind the last entry that
 * the super counts is not looked at. Throws DecodeError with the entry's number, counted from 0.
 */
export function readLog(log: ByteSource): DecodedLog {
  const { entryCount, sectorBytes } = readSuper(log);
  const entries: LogEntry[] = [];
  for (let at = sectorBytes; entries.length < entryCount;) {
    const path = `log.entry[${entries.length}]`;
    if (at + sectorBytes > log.sizeBytes) throw endsInside(path, log);
    const bytes = log.read(at, sectorBytes);
    if (bytes.length < sectorBytes) throw endsInside(path, log);
    const dataAt = at + sectorBytes;
    const entry = decodeEntry(rawEntry(bytes, path), bytes, sectorBytes, dataAt);
    at = dataAt + (entry.kind === "write" ? entry.lengthBytes : 0);
    if (at > log.sizeBytes) throw endsInside(`${path}.nr_sectors`, log);
    entries.push(entry);
  }
  return { sectorBytes, entries };
}

function endsInside(path: string, log: ByteSource): DecodeError {
  return new DecodeError(path, `the log ends inside of it, at byte ${log.sizeBytes}`);
}

function readSuper(log: ByteSource): { entryCount: number; sectorBytes: number } {
  const bytes = log.read(0, superField.sizeBytes);
  if (bytes.length < superField.sizeBytes) throw endsInside("log.super", log);
  if (bytes.compare(logMagic, 0, logMagic.length, 0, logMagic.length) !== 0) {
    const found = bytes.toString("hex", 0, logMagic.length);
    throw new DecodeError("log.super.magic", `no log of dm-log-writes, found ${found}`);
  }
  const version = readU64(bytes, superField.version);
  if (version !== logVersion) {
    throw new DecodeError("log.super.version", `expected ${logVersion}, found ${version}`);
  }
  const entryCount = readU64(bytes, superField.entryCount);
  if (entryCount > mostEntries) {
    throw new DecodeError("log.super.nr_entries", `${entryCount}, at most ${mostEntries} are read`);
  }
  const sectorBytes = bytes.readUInt32LE(superField.sectorBytes);
  const { least, most } = sectorBytesRange;
  const powerOfTwo = (sectorBytes & (sectorBytes - 1)) === 0;
  if (sectorBytes < least || sectorBytes > most || !powerOfTwo) {
    const expected = `expected a power of two from ${least} to ${most}`;
    throw new DecodeError("log.super.sectorsize", `${expected}, found ${sectorBytes}`);
  }
  return { entryCount, sectorBytes };
}

function rawEntry(bytes: Buffer, path: string): RawEntry {
  return {
    path,
    sector: readU64(bytes, entryField.sector),
    sectorCount: readU64(bytes, entryField.sectorCount),
    flags: readU64(bytes, entryField.flags),
    dataLength: readU64(bytes, entryField.dataLength),
  };
}

function decodeEntry(raw: RawEntry, bytes: Buffer, sectorBytes: number, dataAt: number): LogEntry {
  const { path, flags } = raw;
  const { flush, fua, discard, mark, metadata } = entryFlag;
  if (flags > (flush | fua | discard | mark | metadata)) {
    throw new DecodeError(`${path}.flags`, `unknown bits in 0x${flags.toString(16)}`);
  }
  if ((flags & mark) !== 0) return decodeMark(raw, bytes);
  const offsetBytes = raw.sector * sectorBytes;
  const lengthBytes = raw.sectorCount * sectorBytes;
  checkRange(raw, offsetBytes, lengthBytes);
  if ((flags & discard) !== 0) {
    if ((flags & (flush | fua)) !== 0) {
      throw new DecodeError(`${path}.flags`, "a discard that is FLUSH or FUA too");
    }
    return { kind: "discard", offsetBytes, lengthBytes };
  }
  const flushBefore = (flags & flush) !== 0;
  if (flushBefore && lengthBytes === 0) return { kind: "flush" };
  const durable = (flags & fua) !== 0;
  return { kind: "write", offsetBytes, lengthBytes, flushBefore, durable, dataAt };
}

function decodeMark({ path, flags, sectorCount, dataLength }: RawEntry, bytes: Buffer): LogEntry {
  if (flags !== entryFlag.mark) {
    throw new DecodeError(`${path}.flags`, `a MARK with other bits: 0x${flags.toString(16)}`);
  }
  if (sectorCount !== 0) {
    throw new DecodeError(`${path}.nr_sectors`, `a MARK with ${sectorCount} sectors of data`);
  }
  const room = bytes.length - entryField.sizeBytes;
  if (dataLength > room) {
    const problem = `${dataLength} bytes of text, the sector has room for ${room}`;
    throw new DecodeError(`${path}.data_len`, problem);
  }
  const end = entryField.sizeBytes + dataLength;
  return { kind: "mark", text: bytes.toString("utf8", entryField.sizeBytes, end) };
}

function checkRange({ path, dataLength }: RawEntry, offsetBytes: number, length: number): void {
  if (!Number.isSafeInteger(length)) {
    throw new DecodeError(`${path}.nr_sectors`, `a length of ${length} bytes`);
  }
  if (!Number.isSafeInteger(offsetBytes + length)) {
    throw new DecodeError(`${path}.sector`, `lies at byte ${offsetBytes}`);
  }
  // The kernel once put writes to persistent memory here, without saying where in the sector.
  if (dataLength !== 0 && dataLength !== length) {
    const problem = `${dataLength} bytes of data for ${length} bytes of sectors`;
    throw new DecodeError(`${path}.data_len`, problem);
  }
}
