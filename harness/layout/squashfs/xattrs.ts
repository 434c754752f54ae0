import { DecodeError } from "../../model/errors.js";
import { decodeText } from "../text.js";
import { openLookupTable } from "./lookup-table.js";
import type { MetadataCursor } from "./metadata.js";
import { readReference, readUInt64 } from "./superblock.js";
import type { Volume } from "./volume.js";

/** Reads extended attributes by the index that an inode holds. */
export interface XattrReader {
  /** Full name to the value in hex. Throws DecodeError. */
  read(index: number, path: string): Readonly<Record<string, string>>;
}

const headerSizeBytes = 16;
const idEntrySizeBytes = 16;
const valueElsewhereFlag = 0x100;
const largestValueBytes = 64 * 1024;

const prefixes: Readonly<Record<number, string>> = { 0: "user.", 1: "trusted.", 2: "security." };

/**
 * Opens the xattr table. Nothing is read until it is asked for.
 *
 * The layout is that of the kernel's Documentation/filesystems/squashfs.rst.
 */
export function openXattrReader(volume: Volume): XattrReader {
  const startBytes = volume.superblock.xattrTableBytes;
  const open = (path: string) => {
    const isInside = startBytes + headerSizeBytes <= volume.superblock.bytesUsed;
    const header = isInside ? volume.source.read(startBytes, headerSizeBytes) : Buffer.alloc(0);
    if (header.length < headerSizeBytes) throw new DecodeError(path, "there is no xattr table");
    const ids = openLookupTable(volume.source, volume.metadata, {
      startBytes: startBytes + headerSizeBytes,
      entrySizeBytes: idEntrySizeBytes,
      entryCount: header.readUInt32LE(8),
    });
    return { ids, pairsBytes: readUInt64(header, 0) };
  };
  return {
    read(index, path) {
      const { ids, pairsBytes } = open(path);
      const entry = ids.entry(index, path);
      const place = readReference(entry, 0);
      const cursor = volume.metadata.cursor(pairsBytes + place.blockBytes, place.offsetBytes);
      const pairs: [string, string][] = [];
      for (let left = entry.readUInt32LE(8); left > 0; left -= 1) {
        pairs.push(readPair(volume, cursor, pairsBytes, `${path}[${pairs.length}]`));
      }
      return Object.fromEntries(pairs.sort(([one], [other]) => (one < other ? -1 : 1)));
    },
  };
}

function readPair(
  volume: Volume,
  cursor: MetadataCursor,
  pairsBytes: number,
  path: string,
): [string, string] {
  const fixed = cursor.read(4, path);
  const type = fixed.readUInt16LE(0);
  const prefixIndex = type & ~valueElsewhereFlag;
  const prefix = prefixes[prefixIndex] ?? `unknown(${prefixIndex}).`;
  const name = prefix + decodeText(cursor.read(fixed.readUInt16LE(2), `${path}.name`));
  const value = readValue(cursor, path);
  if ((type & valueElsewhereFlag) === 0) return [name, value.toString("hex")];
  if (value.length !== 8) throw new DecodeError(`${path}.value`, "is no reference");
  const place = readReference(value, 0);
  const shared = volume.metadata.cursor(pairsBytes + place.blockBytes, place.offsetBytes);
  return [name, readValue(shared, path).toString("hex")];
}

function readValue(cursor: MetadataCursor, path: string): Buffer {
  const size = cursor.read(4, path).readUInt32LE(0);
  if (size <= largestValueBytes) return cursor.read(size, `${path}.value`);
  throw new DecodeError(
    `${path}.valueSize`,
    `expected at most ${largestValueBytes}, found ${size}`,
  );
}
