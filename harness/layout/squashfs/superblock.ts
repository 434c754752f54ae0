import { DecodeError } from "../../model/errors.js";

export const superblockSizeBytes = 96;

const magic = 0x73717368;
const flagCompressorOptions = 0x400;

/** What a superblock says of its file system. Nothing but the magic was checked. */
export interface Superblock {
  readonly inodeCount: number;
  readonly blockSizeBytes: number;
  readonly blockLog: number;
  readonly fragmentCount: number;
  /** A number, see compressorNames. */
  readonly compressor: number;
  /** Options of the compressor stand between the superblock and the data. */
  readonly hasCompressorOptions: boolean;
  readonly idCount: number;
  readonly versionMajor: number;
  readonly versionMinor: number;
  readonly rootInode: InodeReference;
  readonly bytesUsed: number;
  /** Starts of the tables from the start of the file system, beyond any disk when there is none. */
  readonly idTableBytes: number;
  readonly xattrTableBytes: number;
  readonly inodeTableBytes: number;
  readonly directoryTableBytes: number;
  readonly fragmentTableBytes: number;
  readonly exportTableBytes: number;
}

/** A place in a table of compressed blocks: where the block starts, and the byte in it. */
export interface InodeReference {
  /** From the start of the table. */
  readonly blockBytes: number;
  readonly offsetBytes: number;
}

/**
 * Decodes the first 96 bytes. Returns undefined when the magic is absent.
 *
 * The layout is that of the kernel's Documentation/filesystems/squashfs.rst and squashfs_fs.h.
 */
export function decodeSuperblock(bytes: Buffer): Superblock | undefined {
  if (bytes.length < superblockSizeBytes || bytes.readUInt32LE(0) !== magic) return undefined;
  return {
    inodeCount: bytes.readUInt32LE(4),
    blockSizeBytes: bytes.readUInt32LE(12),
    fragmentCount: bytes.readUInt32LE(16),
    compressor: bytes.readUInt16LE(20),
    blockLog: bytes.readUInt16LE(22),
    hasCompressorOptions: (bytes.readUInt16LE(24) & flagCompressorOptions) !== 0,
    idCount: bytes.readUInt16LE(26),
    versionMajor: bytes.readUInt16LE(28),
    versionMinor: bytes.readUInt16LE(30),
    rootInode: readReference(bytes, 32),
    bytesUsed: readUInt64(bytes, 40),
    idTableBytes: readUInt64(bytes, 48),
    xattrTableBytes: readUInt64(bytes, 56),
    inodeTableBytes: readUInt64(bytes, 64),
    directoryTableBytes: readUInt64(bytes, 72),
    fragmentTableBytes: readUInt64(bytes, 80),
    exportTableBytes: readUInt64(bytes, 88),
  };
}

/** Throws DecodeError when the version, the sizes or the places of the tables are impossible. */
export function checkSuperblock(superblock: Superblock, availableBytes: number): void {
  const check = (holds: boolean, field: string, problem: string) => {
    if (!holds) throw new DecodeError(`squashfs.superblock.${field}`, problem);
  };
  const { versionMajor, versionMinor, blockLog, blockSizeBytes, bytesUsed } = superblock;
  const version = `${versionMajor}.${versionMinor}`;
  check(version === "4.0", "version", `expected 4.0, found ${version}`);
  check(blockLog >= 12 && blockLog <= 20, "blockLog", `expected 12 to 20, found ${blockLog}`);
  check(
    blockSizeBytes === 2 ** blockLog,
    "blockSize",
    `expected ${2 ** blockLog}, found ${blockSizeBytes}`,
  );
  check(
    bytesUsed >= superblockSizeBytes && bytesUsed <= availableBytes,
    "bytesUsed",
    `expected at most ${availableBytes}, found ${bytesUsed}`,
  );
  const { inodeTableBytes, directoryTableBytes, idTableBytes } = superblock;
  const isOrdered =
    superblockSizeBytes <= inodeTableBytes && inodeTableBytes <= directoryTableBytes;
  check(isOrdered, "inodeTable", `${inodeTableBytes}, directory table at ${directoryTableBytes}`);
  check(
    directoryTableBytes <= bytesUsed,
    "directoryTable",
    `expected at most ${bytesUsed}, found ${directoryTableBytes}`,
  );
  check(
    idTableBytes <= bytesUsed,
    "idTable",
    `expected at most ${bytesUsed}, found ${idTableBytes}`,
  );
}

/** Reads a 64-bit number. Above 2^53 it is not exact, which is far outside of any disk. */
export function readUInt64(bytes: Buffer, offset: number): number {
  return bytes.readUInt32LE(offset) + bytes.readUInt32LE(offset + 4) * 2 ** 32;
}

/** Reads a 64-bit reference: 48 bits of block start, 16 bits of offset. */
export function readReference(bytes: Buffer, offset: number): InodeReference {
  return {
    blockBytes: bytes.readUIntLE(offset + 2, 6),
    offsetBytes: bytes.readUInt16LE(offset),
  };
}
