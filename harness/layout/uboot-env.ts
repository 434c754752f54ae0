import { crc32 } from "node:zlib";
import { slice, type ByteSource } from "./byte-source.js";

/** The variables of a U-Boot environment: the copy that U-Boot would take. */
export interface UbootEnv {
  readonly layout: "one copy" | "one copy with flags" | "two copies";
  /** Which of two copies counts; 0 where there is one. */
  readonly activeCopy: 0 | 1;
  /** Values by name. What has no `=` has an empty value. */
  readonly variables: ReadonlyMap<string, Buffer>;
}

interface Copy {
  readonly flags: number;
  readonly variables: ReadonlyMap<string, Buffer>;
}

const crcBytes = 4;
/** In front of a copy's variables: the checksum, and a byte of flags where there are two copies. */
const flaggedBytes = 5;
const smallestBytes = 64;
/** Boards have 4 KiB to 512 KiB. */
const largestBytes = 1024 * 1024;

/**
 * Reads a U-Boot environment that takes all of a source, as one copy or as two halves. Undefined
 * where no checksum is right: U-Boot takes its defaults then. Never throws.
 *
 * The layout is that of U-Boot's include/env_internal.h; env/common.c, env_import_redund(), tells
 * which copy counts.
 */
export function readUbootEnv(source: ByteSource): UbootEnv | undefined {
  const { sizeBytes } = source;
  if (sizeBytes > 2 * largestBytes) return undefined;
  const plain = decodeCopy(source, crcBytes);
  if (plain !== undefined) {
    return { layout: "one copy", activeCopy: 0, variables: plain.variables };
  }
  const flagged = decodeCopy(source, flaggedBytes);
  if (flagged !== undefined) {
    return { layout: "one copy with flags", activeCopy: 0, variables: flagged.variables };
  }
  if (sizeBytes % 2 !== 0) return undefined;
  const half = sizeBytes / 2;
  const copies = [0, half].map((at) => decodeCopy(slice(source, at, half), flaggedBytes));
  const activeCopy = activeOf(copies[0], copies[1]);
  const active = copies[activeCopy];
  return active && { layout: "two copies", activeCopy, variables: active.variables };
}

/** The newer of two copies that are whole: flags count up, and go from 255 to 0. */
function activeOf(first: Copy | undefined, second: Copy | undefined): 0 | 1 {
  if (first === undefined || second === undefined) return first === undefined ? 1 : 0;
  if (first.flags === 255 && second.flags === 0) return 1;
  if (second.flags === 255 && first.flags === 0) return 0;
  return second.flags > first.flags ? 1 : 0;
}

function decodeCopy(source: ByteSource, headerBytes: number): Copy | undefined {
  if (source.sizeBytes < smallestBytes || source.sizeBytes > largestBytes) return undefined;
  const bytes = source.read(0, source.sizeBytes);
  const data = bytes.subarray(headerBytes);
  if (bytes.length < smallestBytes || crc32(data) !== bytes.readUInt32LE(0)) return undefined;
  return { flags: bytes.readUInt8(crcBytes), variables: decodeVariables(data) };
}

/** `name=value`, each ended by a zero byte, until an empty one. What comes later counts. */
function decodeVariables(data: Buffer): Map<string, Buffer> {
  const variables = new Map<string, Buffer>();
  for (let at = 0; at < data.length && data[at] !== 0;) {
    const end = data.indexOf(0, at);
    const entry = data.subarray(at, end < 0 ? data.length : end);
    const equals = entry.indexOf("=");
    const nameEnd = equals < 0 ? entry.length : equals;
    variables.set(entry.toString("latin1", 0, nameEnd), entry.subarray(nameEnd + 1));
    at += entry.length + 1;
  }
  return variables;
}
