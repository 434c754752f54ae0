import { slice, type ByteSource } from "../../harness/layout/byte-source.js";
import { bufferSource } from "../../harness/layout/byte-source.js";
import { readGpt } from "../../harness/layout/gpt/gpt.js";
import { gptTableRegions } from "../../harness/layout/gpt/regions.js";
import { recognise } from "../../harness/layout/recognise.js";
import type { Region } from "../../harness/layout/region.js";
import type { BaseImage } from "./images.js";

/** A number in an image that says how large or where something is. Little-endian. */
export interface Field {
  readonly at: number;
  readonly sizeBytes: number;
  /** The number of the thing that it belongs to: its own cluster, block or sector. */
  readonly self: number;
}

/** The places of an image that damage is aimed at. */
export interface Aims {
  /** All groups are hit equally often, however few fields they have. */
  readonly groups: readonly (readonly Field[])[];
  /** Bytes of metadata that are in use. */
  readonly places: readonly number[];
  /** Bytes of what the fields count in: a sector, a cluster, a block. */
  readonly unitBytes: number;
}

type Layout = readonly (readonly [offsetBytes: number, sizeBytes: number])[];

const widths = (sizeBytes: number, ...offsets: number[]): Layout =>
  offsets.map((offset) => [offset, sizeBytes] as const);

const gptHeader: Layout = [...widths(4, 8, 12, 16, 80, 84, 88), ...widths(8, 24, 32, 40, 48, 72)];
const gptEntry: Layout = widths(8, 0, 32, 40, 48);
const bootSector: Layout = [
  ...widths(1, 0, 13, 16, 21),
  ...widths(2, 11, 14, 17, 19, 22, 40, 42, 48, 50),
  ...widths(4, 32, 36, 44),
];
const fatSlot: Layout = [...widths(1, 0, 11, 12, 13), ...widths(2, 20, 22, 24, 26), [28, 4]];
const extSuperblock: Layout = [
  ...widths(2, 56, 88, 206, 254),
  ...widths(4, 0, 4, 20, 24, 28, 32, 40, 76, 92, 96, 100, 224, 260),
  ...widths(4, 0x150, 0x168, 0x240, 0x244, 0x24c, 0x250, 0x26c, 0x280),
];
const extDescriptor: Layout = [...widths(4, 0, 4, 8), [18, 2]];
const extInode: Layout = [
  ...widths(2, 0, 26, 118, 128),
  ...widths(4, 4, 32, 104, 108),
  // The block area: an extent header of 16-bit counts, then pointers.
  ...widths(2, 40, 42, 44, 46, 56),
  ...widths(4, ...Array.from({ length: 15 }, (_, index) => 40 + index * 4)),
];
const squashfsSuperblock: Layout = [
  ...widths(2, 20, 22, 24, 26, 28, 30),
  ...widths(4, 4, 12, 16),
  ...widths(8, 32, 40, 48, 56, 64, 72, 80, 88),
];

/** Finds the fields of a healthy image through the regions that its reader names. */
export function aimsOf({ kind, bytes: array }: BaseImage): Aims {
  const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  const source = bufferSource(bytes);
  if (kind === "gpt") return gptAims(bytes, source);
  const regions = recognise(source)?.regions() ?? [];
  const places = placesOf(bytes, regions);
  if (kind === "squashfs") return { groups: squashfsGroups(regions), places, unitBytes: 4096 };
  const unitBytes = kind === "fat" ? bytes.readUInt8(13) * 512 : 1024 << bytes.readUInt8(1048);
  const groups = kind === "fat" ? fatGroups(bytes, regions) : extGroups(bytes, regions, unitBytes);
  return { groups: groups.filter((group) => group.length > 0), places, unitBytes };
}

/** Zeros and 0xFF are mostly room for what is not there. */
function placesOf(bytes: Buffer, regions: readonly Region[]): number[] {
  return regions
    .filter(({ kind }) => kind === "metadata" || kind === "table")
    .flatMap(({ startBytes, endBytes }) => range(startBytes, endBytes, 1))
    .filter((offset) => bytes[offset] !== 0 && bytes[offset] !== 0xff);
}

function range(start: number, end: number, step: number): number[] {
  return Array.from(
    { length: Math.floor((end - start) / step) },
    (_, index) => start + index * step,
  );
}

function put(layout: Layout, base: number, self: number): Field[] {
  return layout.map(([offset, sizeBytes]) => ({ at: base + offset, sizeBytes, self }));
}

function named(regions: readonly Region[], ...names: string[]): readonly Region[] {
  return regions.filter(({ name }) => names.includes(name));
}

function gptAims(bytes: Buffer, source: ByteSource): Aims {
  const reading = readGpt(source);
  const unitBytes = reading.sectorBytes;
  const regions = gptTableRegions(reading);
  const used = (region: Region) =>
    range(region.startBytes, region.endBytes, 128).filter((at) => bytes.readUInt32LE(at) !== 0);
  const headers = named(regions, "primary header", "backup header").map(({ startBytes }) =>
    put(gptHeader, startBytes, startBytes / unitBytes),
  );
  const entries = named(regions, "primary entries", "backup entries").map((region) =>
    used(region).flatMap((at) => put(gptEntry, at, Math.floor(at / unitBytes))),
  );
  const protective = put([...widths(1, 450), ...widths(4, 454, 458), [510, 2]], 0, 0);
  const partition = reading.primary.entries[0];
  const inside = partition === undefined ? 0 : partition.startingLba * unitBytes;
  const inner = recognise(slice(source, inside, source.sizeBytes)) === undefined ? [] : bootSector;
  const groups = [...headers, ...entries, protective, put(inner, inside, 0)];
  return { groups, places: placesOf(bytes, regions), unitBytes };
}

function fatGroups(bytes: Buffer, regions: readonly Region[]): Field[][] {
  const fat = named(regions, "FAT 1")[0];
  const type = recognise(bufferSource(bytes))?.type;
  const bits = type === "fat12" ? 12 : type === "fat16" ? 16 : 32;
  const start = fat?.startBytes ?? 0;
  const clusterCount = Math.floor((((fat?.endBytes ?? 0) - start) * 8) / bits) - 1;
  const chains = range(2, clusterCount, 1)
    .map((cluster): Field => {
      const at = start + Math.floor((cluster * bits) / 8);
      return { at, sizeBytes: bits === 32 ? 4 : 2, self: cluster };
    })
    .filter(({ at }) => bytes.readUInt16LE(at) !== 0);
  const slots = named(regions, "root directory", "directory").map((region) =>
    range(region.startBytes, region.endBytes, 32)
      .filter((at) => bytes[at] !== 0)
      .flatMap((at) => put(fatSlot, at, 2)),
  );
  return [put(bootSector, 0, 0), chains, slots.flat()];
}

function extGroups(bytes: Buffer, regions: readonly Region[], blockBytes: number): Field[][] {
  const block = (at: number) => Math.floor(at / blockBytes);
  const words = (...names: string[]) =>
    named(regions, ...names)
      .flatMap(({ startBytes, endBytes }) => range(startBytes, endBytes, 4))
      .filter((at) => bytes.readUInt32LE(at) !== 0)
      .map((at): Field => ({ at, sizeBytes: 4, self: block(at) }));
  const inodeBytes = bytes.readUInt16LE(1024 + 88);
  const inodes = named(regions, "inode tables")
    .flatMap(({ startBytes, endBytes }) => range(startBytes, endBytes, inodeBytes))
    .filter((at) => bytes.readUInt16LE(at) !== 0);
  const inInodes = inodes.flatMap((at) =>
    range(at + 128, at + inodeBytes, 4)
      .filter((place) => bytes.readUInt32LE(place) !== 0)
      .map((place): Field => ({ at: place, sizeBytes: 4, self: block(place) })),
  );
  const descriptors = named(regions, "group descriptors").map(({ startBytes }) => startBytes);
  return [
    put(extSuperblock, 1024, 0),
    descriptors.flatMap((at) => put(extDescriptor, at, block(at))),
    inodes.flatMap((at) => put(extInode, at, block(at))),
    inInodes,
    directoryFields(bytes, named(regions, "directory"), blockBytes),
    words("extent tree", "indirect block"),
    words("xattr block"),
    words("block bitmaps", "inode bitmaps"),
  ];
}

function directoryFields(bytes: Buffer, regions: readonly Region[], blockBytes: number): Field[] {
  const fields: Field[] = [];
  for (const { startBytes, endBytes } of regions) {
    for (let at = startBytes; at + 8 <= endBytes;) {
      const self = Math.floor(at / blockBytes);
      fields.push(
        ...put(
          [
            [0, 4],
            [4, 2],
            [6, 1],
            [7, 1],
          ],
          at,
          self,
        ),
      );
      at += Math.max(8, bytes.readUInt16LE(at + 4));
    }
  }
  return fields;
}

function squashfsGroups(regions: readonly Region[]): Field[][] {
  // Tables are packed, so that each even byte of a plain one begins a field or its upper half.
  const tables = regions
    .filter(({ name, kind }) => kind === "metadata" && name !== "superblock")
    .map(({ startBytes, endBytes }) =>
      range(startBytes, endBytes - 8, 2).flatMap((at) =>
        put(
          [
            [0, 2],
            [0, 4],
            [0, 8],
          ],
          at,
          startBytes,
        ),
      ),
    )
    .filter((fields) => fields.length > 0);
  return [put(squashfsSuperblock, 0, 0), ...tables];
}
