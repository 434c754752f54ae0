import type { ManifestEntry } from "../file-system.js";
import type { Superblock } from "./superblock.js";

/** One decoded inode. Which blocks it owns is for mapInode to say. */
export interface Inode {
  readonly number: number;
  /** For errors: `ext4.inode(12)`. */
  readonly path: string;
  /** Undefined when the mode names no type. */
  readonly type: ManifestEntry["type"] | undefined;
  readonly permissions: number;
  readonly uid: number;
  readonly gid: number;
  readonly linkCount: number;
  readonly sizeBytes: number;
  readonly modifiedSeconds: number;
  readonly hasExtents: boolean;
  readonly hasInlineData: boolean;
  /** The inode is the value of an extended attribute. */
  readonly isAttributeValue: boolean;
  /** 60 bytes: a block map, an extent tree's root, a short link's target, or inline data. */
  readonly blockArea: Buffer;
  /** What follows the fixed fields: extended attributes. */
  readonly attributeArea: Buffer;
  /** 0 when there is none. */
  readonly attributeBlock: number;
}

const flagExtents = 0x80000;
const flagAttributeValue = 0x200000;
const flagInlineData = 0x10000000;

const types: Readonly<Record<number, ManifestEntry["type"]>> = {
  0x1000: "fifo",
  0x2000: "device",
  0x4000: "directory",
  0x6000: "device",
  0x8000: "file",
  0xa000: "symlink",
  0xc000: "socket",
};

/**
 * Decodes one inode from exactly its bytes. Never throws: fields are judged where they are used.
 *
 * The layout is that of the kernel's Documentation/filesystems/ext4/inodes.rst.
 */
export function decodeInode(superblock: Superblock, bytes: Buffer, number: number): Inode {
  const mode = bytes.readUInt16LE(0);
  const type = types[mode & 0xf000];
  const flags = bytes.readUInt32LE(32);
  const extraBytes = bytes.length > 128 ? Math.min(bytes.readUInt16LE(128), bytes.length - 128) : 0;
  const epoch = extraBytes >= 12 ? bytes.readUInt32LE(136) & 3 : 0;
  const hasWideSize =
    type === "file" || (type === "directory" && superblock.features.largeDirectories);
  return {
    number,
    path: `ext4.inode(${number})`,
    type,
    permissions: mode & 0o7777,
    uid: bytes.readUInt16LE(2) + bytes.readUInt16LE(120) * 2 ** 16,
    gid: bytes.readUInt16LE(24) + bytes.readUInt16LE(122) * 2 ** 16,
    linkCount: bytes.readUInt16LE(26),
    sizeBytes: bytes.readUInt32LE(4) + (hasWideSize ? bytes.readUInt32LE(108) * 2 ** 32 : 0),
    modifiedSeconds: bytes.readInt32LE(16) + epoch * 2 ** 32,
    hasExtents: (flags & flagExtents) !== 0,
    hasInlineData: (flags & flagInlineData) !== 0,
    isAttributeValue: (flags & flagAttributeValue) !== 0,
    blockArea: bytes.subarray(40, 100),
    attributeArea: bytes.subarray(Math.min(128 + extraBytes, bytes.length)),
    attributeBlock: bytes.readUInt32LE(104) + bytes.readUInt16LE(118) * 2 ** 32,
  };
}

/** Whether the target of a symlink stands in the inode itself. */
export function isShortLink(inode: Inode): boolean {
  return inode.type === "symlink" && !inode.hasExtents && inode.sizeBytes < inode.blockArea.length;
}
