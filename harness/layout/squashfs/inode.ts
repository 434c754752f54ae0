import { DecodeError } from "../../model/errors.js";
import type { ManifestEntry } from "../file-system.js";
import type { MetadataCursor } from "./metadata.js";
import { readUInt64 } from "./superblock.js";

interface DirectoryPlace {
  /** From the start of the directory table. */
  readonly blockBytes: number;
  readonly offsetBytes: number;
  /** Three more than the listing takes. */
  readonly sizeBytes: number;
}

export interface FilePlace {
  readonly sizeBytes: number;
  readonly startBytes: number;
  /** Undefined when the whole file is in blocks. */
  readonly fragment?: { readonly index: number; readonly offsetBytes: number };
  /** Stands at the list of block sizes, which follows the inode. */
  readonly blockSizes: MetadataCursor;
}

/** One decoded inode. */
export interface Inode {
  readonly number: number;
  /** For errors: `squashfs.inode(12)`. */
  readonly path: string;
  readonly type: ManifestEntry["type"];
  readonly permissions: number;
  readonly uidIndex: number;
  readonly gidIndex: number;
  readonly modifiedSeconds: number;
  readonly linkCount: number;
  readonly directory?: DirectoryPlace;
  readonly file?: FilePlace;
  readonly linkTarget?: Buffer;
  readonly xattrIndex?: number;
}

type Body = Pick<Inode, "linkCount" | "directory" | "file" | "linkTarget" | "xattrIndex">;

const headerSizeBytes = 16;
const extendedTypes = 7;
const none = 0xffffffff;
const longestLinkBytes = 65535;

const types: readonly ManifestEntry["type"][] = [
  "directory",
  "file",
  "symlink",
  "device",
  "device",
  "fifo",
  "socket",
];

/**
 * Decodes the inode at a cursor, basic or extended. Throws DecodeError.
 *
 * The layout is that of the kernel's Documentation/filesystems/squashfs.rst and squashfs_fs.h.
 */
export function readInode(cursor: MetadataCursor, path: string): Inode {
  const header = cursor.read(headerSizeBytes, path);
  const typeNumber = header.readUInt16LE(0);
  const number = header.readUInt32LE(12);
  const inodePath = `squashfs.inode(${number})`;
  const isExtended = typeNumber > extendedTypes;
  const type = types[(isExtended ? typeNumber - extendedTypes : typeNumber) - 1];
  if (type === undefined) {
    throw new DecodeError(`${inodePath}.type`, `expected 1 to 14, found ${typeNumber}`);
  }
  return {
    number,
    path: inodePath,
    type,
    permissions: header.readUInt16LE(2) & 0o7777,
    uidIndex: header.readUInt16LE(4),
    gidIndex: header.readUInt16LE(6),
    modifiedSeconds: header.readUInt32LE(8),
    ...readBody(cursor, type, isExtended, inodePath),
  };
}

function readBody(
  cursor: MetadataCursor,
  type: Inode["type"],
  isExtended: boolean,
  path: string,
): Body {
  switch (type) {
    case "directory":
      return isExtended ? readExtendedDirectory(cursor, path) : readDirectory(cursor, path);
    case "file":
      return isExtended ? readExtendedFile(cursor, path) : readFile(cursor, path);
    case "symlink":
      return readSymlink(cursor, isExtended, path);
    case "device":
      return readSpecial(cursor, 8, isExtended, path);
    case "fifo":
    case "socket":
      return readSpecial(cursor, 4, isExtended, path);
  }
}

function readDirectory(cursor: MetadataCursor, path: string): Body {
  const bytes = cursor.read(16, path);
  return {
    linkCount: bytes.readUInt32LE(4),
    directory: {
      blockBytes: bytes.readUInt32LE(0),
      sizeBytes: bytes.readUInt16LE(8),
      offsetBytes: bytes.readUInt16LE(10),
    },
  };
}

function readExtendedDirectory(cursor: MetadataCursor, path: string): Body {
  const bytes = cursor.read(24, path);
  return {
    linkCount: bytes.readUInt32LE(0),
    directory: {
      sizeBytes: bytes.readUInt32LE(4),
      blockBytes: bytes.readUInt32LE(8),
      offsetBytes: bytes.readUInt16LE(18),
    },
    ...xattrIndexOf(bytes.readUInt32LE(20)),
  };
}

function readFile(cursor: MetadataCursor, path: string): Body {
  const bytes = cursor.read(16, path);
  const file = {
    startBytes: bytes.readUInt32LE(0),
    sizeBytes: bytes.readUInt32LE(12),
    ...fragmentOf(bytes.readUInt32LE(4), bytes.readUInt32LE(8)),
    blockSizes: cursor,
  };
  return { linkCount: 1, file };
}

function readExtendedFile(cursor: MetadataCursor, path: string): Body {
  const bytes = cursor.read(40, path);
  const file = {
    startBytes: readUInt64(bytes, 0),
    sizeBytes: readUInt64(bytes, 8),
    ...fragmentOf(bytes.readUInt32LE(28), bytes.readUInt32LE(32)),
    blockSizes: cursor,
  };
  return { linkCount: bytes.readUInt32LE(24), file, ...xattrIndexOf(bytes.readUInt32LE(36)) };
}

function readSymlink(cursor: MetadataCursor, isExtended: boolean, path: string): Body {
  const bytes = cursor.read(8, path);
  const size = bytes.readUInt32LE(4);
  if (size > longestLinkBytes) {
    throw new DecodeError(`${path}.targetSize`, `expected at most 65535, found ${size}`);
  }
  const linkTarget = cursor.read(size, `${path}.target`);
  const xattr = isExtended ? xattrIndexOf(cursor.read(4, path).readUInt32LE(0)) : {};
  return { linkCount: bytes.readUInt32LE(0), linkTarget, ...xattr };
}

function readSpecial(
  cursor: MetadataCursor,
  sizeBytes: number,
  isExtended: boolean,
  path: string,
): Body {
  const linkCount = cursor.read(sizeBytes, path).readUInt32LE(0);
  return { linkCount, ...(isExtended ? xattrIndexOf(cursor.read(4, path).readUInt32LE(0)) : {}) };
}

function xattrIndexOf(index: number): Pick<Inode, "xattrIndex"> {
  return index === none ? {} : { xattrIndex: index };
}

function fragmentOf(index: number, offsetBytes: number): Pick<FilePlace, "fragment"> {
  return index === none ? {} : { fragment: { index, offsetBytes } };
}
