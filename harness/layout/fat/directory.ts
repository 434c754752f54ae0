import { decodeLabel, decodeShortName, shortNameSum } from "./short-name.js";

const slotBytes = 32;
const mostLongSlots = 20;
const attribute = { volumeId: 0x08, directory: 0x10, longName: 0x0f } as const;

/** One file or directory as its directory tells of it. */
export interface DirectoryEntry {
  readonly name: string;
  readonly attributes: number;
  readonly isDirectory: boolean;
  readonly firstCluster: number;
  readonly sizeBytes: number;
  /** Seconds since 1970 with the DOS stamp read as UTC; absent when the stamp is no time. */
  readonly modifiedSeconds?: number;
}

export interface DirectoryReading {
  readonly entries: readonly DirectoryEntry[];
  /** The volume label, where this directory holds one. */
  readonly label?: string | undefined;
  /** The first of its slots that has been passed over as damaged, and why. */
  readonly problem?: string | undefined;
}

interface LongName {
  readonly text: string;
  readonly sum: number;
  /** How many slots are still to come before the short name. */
  readonly slotsLeft: number;
}

/**
 * Decodes the slots of one directory up to its end mark. A long name that does not belong to the
 * short name behind it is passed over, as Linux and Windows do. So are names that no path can hold
 * or that occur twice, and `problem` tells the first. Layout: fatgen103, "FAT Directory Structure"
 * and "Long Directory Entries".
 */
export function decodeDirectory(bytes: Buffer, type: "fat32" | "smaller"): DirectoryReading {
  const entries: DirectoryEntry[] = [];
  const names = new Set<string>();
  let label: string | undefined;
  let problem: string | undefined;
  let longName: LongName | undefined;
  for (let at = 0; at + slotBytes <= bytes.length; at += slotBytes) {
    const slot = bytes.subarray(at, at + slotBytes);
    const first = slot.readUInt8(0);
    const attributes = slot.readUInt8(11);
    if (first === 0) break;
    if (first !== 0xe5 && (attributes & 0x3f) === attribute.longName) {
      longName = joinLongName(longName, slot);
      continue;
    }
    const belonging = longName;
    longName = undefined;
    if (first === 0xe5 || isDots(slot)) continue;
    if ((attributes & attribute.volumeId) !== 0) {
      if ((attributes & attribute.directory) === 0) label ??= decodeLabel(slot);
      continue;
    }
    const entry = decodeEntry(slot, belonging, type);
    const refusal = refusalOf(entry.name, names);
    if (refusal === undefined) entries.push(entry);
    else problem ??= `entry[${at / slotBytes}]: ${refusal}`;
  }
  return { entries, label, problem };
}

/** Slots of a long name stand before the short name, the last part first. */
function joinLongName(known: LongName | undefined, slot: Buffer): LongName | undefined {
  const order = slot.readUInt8(0);
  const sum = slot.readUInt8(13);
  const units = [slot.subarray(1, 11), slot.subarray(14, 26), slot.subarray(28, 32)];
  const text = Buffer.concat(units).toString("utf16le");
  if ((order & 0x40) !== 0) {
    const count = order & 0x3f;
    if (count < 1 || count > mostLongSlots) return undefined;
    return { text, sum, slotsLeft: count - 1 };
  }
  if (known === undefined || known.slotsLeft !== order || known.sum !== sum) return undefined;
  return { text: text + known.text, sum, slotsLeft: order - 1 };
}

function decodeEntry(
  slot: Buffer,
  longName: LongName | undefined,
  type: "fat32" | "smaller",
): DirectoryEntry {
  const attributes = slot.readUInt8(11);
  const highWord = type === "fat32" ? slot.readUInt16LE(20) : 0;
  const modifiedSeconds = decodeStamp(slot.readUInt16LE(24), slot.readUInt16LE(22));
  return {
    name: longNameOf(slot, longName) ?? decodeShortName(slot, slot.readUInt8(12)),
    attributes,
    isDirectory: (attributes & attribute.directory) !== 0,
    firstCluster: highWord * 0x10000 + slot.readUInt16LE(26),
    sizeBytes: slot.readUInt32LE(28),
    ...(modifiedSeconds === undefined ? {} : { modifiedSeconds }),
  };
}

function longNameOf(slot: Buffer, longName: LongName | undefined): string | undefined {
  if (longName?.slotsLeft !== 0 || longName.sum !== shortNameSum(slot)) return undefined;
  const end = longName.text.indexOf("\0");
  const name = end < 0 ? longName.text : longName.text.slice(0, end);
  return name === "" ? undefined : name;
}

function isDots(slot: Buffer): boolean {
  const name = slot.toString("latin1", 0, 11);
  return name === ".          " || name === "..         ";
}

/** Why a name can't stand beside these; where it can, it is added to them. */
function refusalOf(name: string, names: Set<string>): string | undefined {
  if (name === "" || name === "." || name === ".." || /[/\0]/.test(name)) {
    return `${JSON.stringify(name)} is not a file name`;
  }
  const folded = name.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  if (names.has(folded)) return `${JSON.stringify(name)} is there twice`;
  names.add(folded);
  return undefined;
}

function decodeStamp(date: number, time: number): number | undefined {
  const [month, day] = [(date >> 5) & 0x0f, date & 0x1f];
  const [hour, minute, second] = [time >> 11, (time >> 5) & 0x3f, (time & 0x1f) * 2];
  const isTime = month >= 1 && month <= 12 && day >= 1 && hour < 24 && minute < 60 && second < 60;
  if (!isTime) return undefined;
  return Date.UTC(1980 + (date >> 9), month - 1, day, hour, minute, second) / 1000;
}
