import { DecodeError } from "../../model/errors.js";
import { decodeGuid, encodeGuid } from "./guid.js";
import type { GptEntry } from "./types.js";

const nameUnits = 36;
const unusedType = Buffer.alloc(16);

/**
 * The used slots of an entry array. Slots whose LBAs do not fit a JavaScript number are left out
 * and reported as problems. UEFI specification 2.10, section 5.3.3. Never throws.
 */
export function decodeEntries(
  bytes: Buffer,
  sizeOfPartitionEntry: number,
  path: string,
): { entries: GptEntry[]; problems: string[] } {
  const entries: GptEntry[] = [];
  const problems: string[] = [];
  for (let at = 0; at + sizeOfPartitionEntry <= bytes.length; at += sizeOfPartitionEntry) {
    if (bytes.compare(unusedType, 0, 16, at, at + 16) === 0) continue;
    const number = at / sizeOfPartitionEntry + 1;
    try {
      entries.push(decodeEntry(bytes.subarray(at, at + 128), number, `${path}[${number}]`));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      problems.push(error.message);
    }
  }
  return { entries, problems };
}

/**
 * A whole entry array with the given slots used. Throws RangeError on a slot outside the array,
 * a malformed GUID or a name of more than 36 UTF-16 units.
 */
export function encodeEntries(
  entries: readonly GptEntry[],
  count: number,
  sizeOfPartitionEntry: number,
): Buffer {
  const bytes = Buffer.alloc(count * sizeOfPartitionEntry);
  for (const entry of entries) {
    if (entry.number < 1 || entry.number > count) {
      throw new RangeError(`partition number ${entry.number}, expected 1 to ${count}`);
    }
    if (entry.name.length > nameUnits) throw new RangeError(`name is too long: ${entry.name}`);
    const at = (entry.number - 1) * sizeOfPartitionEntry;
    encodeGuid(entry.typeGuid, bytes, at);
    encodeGuid(entry.guid, bytes, at + 16);
    bytes.writeBigUInt64LE(BigInt(entry.startingLba), at + 32);
    bytes.writeBigUInt64LE(BigInt(entry.endingLba), at + 40);
    bytes.writeBigUInt64LE(BigInt(`0x${entry.attributes}`), at + 48);
    bytes.write(entry.name, at + 56, "utf16le");
  }
  return bytes;
}

function decodeEntry(slot: Buffer, number: number, path: string): GptEntry {
  return {
    number,
    typeGuid: decodeGuid(slot, 0),
    guid: decodeGuid(slot, 16),
    startingLba: decodeLba(slot, 32, `${path}.startingLba`),
    endingLba: decodeLba(slot, 40, `${path}.endingLba`),
    attributes: slot.readBigUInt64LE(48).toString(16).padStart(16, "0"),
    name: decodeName(slot.subarray(56, 56 + nameUnits * 2)),
  };
}

function decodeLba(slot: Buffer, offsetBytes: number, path: string): number {
  const lba = slot.readBigUInt64LE(offsetBytes);
  if (lba > Number.MAX_SAFE_INTEGER) throw new DecodeError(path, `${lba} is beyond any disk`);
  return Number(lba);
}

function decodeName(bytes: Buffer): string {
  const text = bytes.toString("utf16le");
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}
