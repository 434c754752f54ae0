import { DecodeError } from "../../model/errors.js";
import type { ByteSource } from "../byte-source.js";
import type { PlaceKind } from "../../model/place.js";
import type { Region } from "../region.js";
import { checkSuperblock, readUInt64, superblockSizeBytes, type Superblock } from "./superblock.js";

interface Start {
  readonly name: string;
  readonly kind: PlaceKind;
  readonly startBytes: number;
}

/**
 * Names every byte of the source: what lies behind the file system is `free`. Needs no
 * decompression: the tables stand one after the other, each before its list of pointers. Throws
 * DecodeError.
 */
export function readRegions(source: ByteSource, superblock: Superblock): Region[] {
  checkSuperblock(superblock, source.sizeBytes);
  const { bytesUsed } = superblock;
  const starts: Start[] = [
    { name: "superblock", kind: "metadata", startBytes: 0 },
    ...dataStarts(source, superblock),
    ...tableStarts(source, superblock),
    { name: "free", kind: "free", startBytes: bytesUsed },
  ];
  starts.sort((one, other) => one.startBytes - other.startBytes);
  return starts.flatMap((start, index) => {
    const endBytes = starts[index + 1]?.startBytes ?? source.sizeBytes;
    return endBytes > start.startBytes ? [{ ...start, endBytes }] : [];
  });
}

function dataStarts(source: ByteSource, superblock: Superblock): Start[] {
  const data = { name: "data", kind: "data" } as const;
  if (!superblock.hasCompressorOptions) return [{ ...data, startBytes: superblockSizeBytes }];
  const header = source.read(superblockSizeBytes, 2);
  const size = header.length < 2 ? 0 : 2 + (header.readUInt16LE(0) & 0x7fff);
  const startBytes = superblockSizeBytes + size;
  if (startBytes > superblock.inodeTableBytes) {
    throw new DecodeError("squashfs.compressorOptions.size", `${size} bytes reach into the inodes`);
  }
  return [
    { name: "compressor options", kind: "metadata", startBytes: superblockSizeBytes },
    { ...data, startBytes },
  ];
}

function tableStarts(source: ByteSource, superblock: Superblock): Start[] {
  const { inodeTableBytes, directoryTableBytes, fragmentTableBytes } = superblock;
  const { exportTableBytes, idTableBytes, xattrTableBytes } = superblock;
  const starts: Start[] = [];
  const add = (name: string, field: string, startBytes: number) => {
    if (startBytes < inodeTableBytes || startBytes > superblock.bytesUsed) {
      throw new DecodeError(`squashfs.superblock.${field}`, `${name} starts at ${startBytes}`);
    }
    starts.push({ name, kind: "metadata", startBytes });
  };
  /** The blocks of a table stand before the list that points to them. */
  const addListed = (name: string, field: string, listBytes: number, isEmpty: boolean) => {
    if (listBytes + 8 > superblock.bytesUsed) return;
    const pointer = source.read(listBytes, 8);
    add(name, field, isEmpty || pointer.length < 8 ? listBytes : readUInt64(pointer, 0));
  };
  add("inode table", "inodeTable", inodeTableBytes);
  add("directory table", "directoryTable", directoryTableBytes);
  const hasFragments = superblock.fragmentCount > 0;
  addListed("fragment table", "fragmentTable", fragmentTableBytes, !hasFragments);
  addListed("export table", "exportTable", exportTableBytes, superblock.inodeCount === 0);
  addListed("id table", "idTable", idTableBytes, superblock.idCount === 0);
  addListed("xattr table", "xattrTable", xattrTableBytes, false);
  return starts;
}
