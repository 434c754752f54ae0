import { DecodeError } from "../../model/errors.js";

export const superblockOffsetBytes = 1024;
export const superblockSizeBytes = 1024;

const magic = 0xef53;

interface Features {
  readonly sparseSuper: boolean;
  readonly sparseSuper2: boolean;
  readonly metaGroups: boolean;
  /** Group descriptors have checksums, and so their "not initialised" flags count. */
  readonly groupChecksums: boolean;
  readonly largeDirectories: boolean;
}

/** What a superblock says of its file system. Nothing but the magic was checked. */
export interface Superblock {
  readonly type: "ext2" | "ext3" | "ext4";
  readonly label: string;
  readonly uuid: string;
  readonly blockSizeBytes: number;
  readonly blockCount: number;
  readonly firstDataBlock: number;
  readonly blocksPerGroup: number;
  /** 1 without the bigalloc feature. */
  readonly blocksPerCluster: number;
  readonly groupCount: number;
  readonly inodeCount: number;
  readonly inodesPerGroup: number;
  readonly inodeSizeBytes: number;
  readonly descriptorSizeBytes: number;
  readonly reservedGdtBlockCount: number;
  readonly firstMetaGroup: number;
  /** The two groups with a backup under sparse_super2. */
  readonly backupGroups: readonly number[];
  readonly journalInode: number;
  readonly quotaInodes: readonly number[];
  readonly orphanFileInode: number;
  readonly mmpBlock: number;
  readonly unsupportedFeatures: number;
  readonly features: Features;
}

const compatJournal = 0x4;
const compatSparseSuper2 = 0x200;
const compatOrphanFile = 0x1000;
const incompatRecover = 0x4;
const incompatJournalDevice = 0x8;
const incompatMetaGroups = 0x10;
const incompatWide = 0x80;
const incompatMmp = 0x100;
const incompatLargeDirectories = 0x4000;
// filetype, recover, meta_bg, extents, 64bit, mmp, flex_bg, ea_inode, csum_seed, largedir,
// inline_data, encrypt, casefold
const incompatSupported = 0x3e7d6;
const incompatExt3 = 0x2 | incompatRecover | incompatMetaGroups;
const readOnlySparseSuper = 0x1;
const readOnlyBigalloc = 0x200;
const readOnlyExt3 = 0x7;
const readOnlyGroupChecksums = 0x10 | 0x400;

/**
 * Decodes the 1,024 bytes of a superblock. Returns undefined when they are none: no magic, no
 * blocks or groups of no size, an unknown revision, or an external journal.
 *
 * The layout is that of the kernel's Documentation/filesystems/ext4/super.rst.
 */
export function decodeSuperblock(bytes: Buffer): Superblock | undefined {
  if (bytes.length < superblockSizeBytes || bytes.readUInt16LE(56) !== magic) return undefined;
  const revision = bytes.readUInt32LE(76);
  const dynamic = (field: number) => (revision === 0 ? 0 : field);
  const compat = dynamic(bytes.readUInt32LE(92));
  const incompat = dynamic(bytes.readUInt32LE(96));
  const readOnly = dynamic(bytes.readUInt32LE(100));
  const logBlockSize = bytes.readUInt32LE(24);
  const logClusterSize = bytes.readUInt32LE(28);
  const isWide = (incompat & incompatWide) !== 0;
  const blockCount = bytes.readUInt32LE(4) + (isWide ? bytes.readUInt32LE(0x150) * 2 ** 32 : 0);
  const firstDataBlock = bytes.readUInt32LE(20);
  const blocksPerGroup = bytes.readUInt32LE(32);
  const inodesPerGroup = bytes.readUInt32LE(40);
  const isImplausible =
    revision > 1 ||
    logBlockSize > 6 ||
    blockCount === 0 ||
    blocksPerGroup === 0 ||
    inodesPerGroup === 0 ||
    (incompat & incompatJournalDevice) !== 0;
  if (isImplausible) return undefined;
  return {
    type: typeOf(compat, incompat, readOnly),
    label: textUntilNul(bytes.subarray(120, 136)),
    uuid: formatUuid(bytes.subarray(104, 120)),
    blockSizeBytes: 1024 << logBlockSize,
    blockCount,
    firstDataBlock,
    blocksPerGroup,
    blocksPerCluster:
      (readOnly & readOnlyBigalloc) === 0 ? 1 : 2 ** (logClusterSize - logBlockSize),
    groupCount: Math.ceil((blockCount - firstDataBlock) / blocksPerGroup),
    inodeCount: bytes.readUInt32LE(0),
    inodesPerGroup,
    inodeSizeBytes: revision === 0 ? 128 : bytes.readUInt16LE(88),
    descriptorSizeBytes: isWide ? bytes.readUInt16LE(254) : 32,
    reservedGdtBlockCount: bytes.readUInt16LE(206),
    firstMetaGroup: bytes.readUInt32LE(260),
    backupGroups: [bytes.readUInt32LE(0x24c), bytes.readUInt32LE(0x250)],
    journalInode: (compat & compatJournal) === 0 ? 0 : bytes.readUInt32LE(224),
    quotaInodes: [0x240, 0x244, 0x26c].map((offset) => dynamic(bytes.readUInt32LE(offset))),
    orphanFileInode: (compat & compatOrphanFile) === 0 ? 0 : bytes.readUInt32LE(0x280),
    mmpBlock: (incompat & incompatMmp) === 0 ? 0 : bytes.readUInt32LE(0x168),
    unsupportedFeatures: (incompat & ~incompatSupported) >>> 0,
    features: {
      sparseSuper: (readOnly & readOnlySparseSuper) !== 0,
      sparseSuper2: (compat & compatSparseSuper2) !== 0,
      metaGroups: (incompat & incompatMetaGroups) !== 0,
      groupChecksums: (readOnly & readOnlyGroupChecksums) !== 0,
      largeDirectories: (incompat & incompatLargeDirectories) !== 0,
    },
  };
}

/** Throws DecodeError when the geometry is impossible or does not fit in `availableBytes`. */
export function checkGeometry(superblock: Superblock, availableBytes: number): void {
  const { blockSizeBytes, blockCount, blocksPerGroup, blocksPerCluster } = superblock;
  const { inodeSizeBytes, inodesPerGroup, inodeCount, groupCount } = superblock;
  const { descriptorSizeBytes, firstDataBlock } = superblock;
  const check = (holds: boolean, field: string, problem: string) => {
    if (!holds) throw new DecodeError(`ext4.superblock.${field}`, problem);
  };
  const unsupported = `0x${superblock.unsupportedFeatures.toString(16)}`;
  check(superblock.unsupportedFeatures === 0, "incompatFeatures", `${unsupported} not supported`);
  check(
    blockCount * blockSizeBytes <= availableBytes,
    "blockCount",
    `expected at most ${Math.floor(availableBytes / blockSizeBytes)} blocks of ` +
      `${blockSizeBytes} bytes, found ${blockCount}`,
  );
  const isCluster = Number.isInteger(blocksPerCluster) && blocksPerCluster <= 2 ** 20;
  check(isCluster, "clusterSize", `expected blocks in a power of two, found ${blocksPerCluster}`);
  check(
    blocksPerGroup % (8 * blocksPerCluster) === 0 &&
      blocksPerGroup <= blockSizeBytes * 8 * blocksPerCluster,
    "blocksPerGroup",
    `expected a multiple of 8 that one bitmap block can hold, found ${blocksPerGroup}`,
  );
  check(
    firstDataBlock === (blockSizeBytes === 1024 && blocksPerCluster === 1 ? 1 : 0),
    "firstDataBlock",
    `found ${firstDataBlock}, which does not go with blocks of ${blockSizeBytes} bytes`,
  );
  check(
    isPowerOfTwo(inodeSizeBytes) && inodeSizeBytes >= 128 && inodeSizeBytes <= blockSizeBytes,
    "inodeSize",
    `expected a power of two from 128 to ${blockSizeBytes}, found ${inodeSizeBytes}`,
  );
  check(
    inodesPerGroup <= blockSizeBytes * 8 && inodesPerGroup * groupCount === inodeCount,
    "inodesPerGroup",
    `found ${inodesPerGroup} in ${groupCount} groups, but ${inodeCount} inodes in all`,
  );
  check(
    isPowerOfTwo(descriptorSizeBytes) && descriptorSizeBytes >= 32 && descriptorSizeBytes <= 1024,
    "descriptorSize",
    `expected a power of two from 32 to 1024, found ${descriptorSizeBytes}`,
  );
}

/** The same rule as libblkid's: whatever ext3 does not know makes it ext4. */
function typeOf(compat: number, incompat: number, readOnly: number): Superblock["type"] {
  if ((incompat & ~incompatExt3) !== 0 || (readOnly & ~readOnlyExt3) !== 0) return "ext4";
  return (compat & compatJournal) === 0 ? "ext2" : "ext3";
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && (value & (value - 1)) === 0;
}

function textUntilNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end === -1 ? bytes.length : end);
}

function formatUuid(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
