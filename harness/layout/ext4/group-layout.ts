import type { Superblock } from "./superblock.js";

/** Blocks that belong to one structure. */
export interface NamedRun {
  readonly name: string;
  readonly startBlock: number;
  readonly blockCount: number;
}

/**
 * Where the copies of the superblock and of the group descriptors lie in a group, and the blocks
 * that are kept for the descriptors to grow into. Same rules as libext2fs's
 * ext2fs_super_and_bgd_loc2.
 */
export function groupHeaderRuns(superblock: Superblock, group: number): NamedRun[] {
  const start = headerBlock(superblock, group);
  const copy = group === 0 ? "" : " backup";
  const runs: NamedRun[] = [];
  const hasSuper = hasSuperblock(superblock, group);
  if (hasSuper) runs.push({ name: `superblock${copy}`, startBlock: start, blockCount: 1 });
  const { metaGroups } = superblock.features;
  const perBlock = descriptorsPerBlock(superblock);
  if (!metaGroups || Math.floor(group / perBlock) < superblock.firstMetaGroup) {
    if (!hasSuper) return runs;
    const count = metaGroups ? superblock.firstMetaGroup : descriptorBlockCount(superblock);
    const name = `group descriptors${copy}`;
    runs.push({ name, startBlock: start + 1, blockCount: count });
    const reserved = metaGroups ? 0 : superblock.reservedGdtBlockCount;
    runs.push({ name: "reserved GDT", startBlock: start + 1 + count, blockCount: reserved });
    return runs;
  }
  const place = group % perBlock;
  if (place === 0 || place === 1 || place === perBlock - 1) {
    const name = place === 0 ? "group descriptors" : "group descriptors backup";
    runs.push({ name, startBlock: start + (hasSuper ? 1 : 0), blockCount: 1 });
  }
  return runs;
}

/** The block that holds the first copy of the given block of group descriptors. */
export function descriptorBlock(superblock: Superblock, index: number): number {
  if (!superblock.features.metaGroups || index < superblock.firstMetaGroup) {
    return headerBlock(superblock, 0) + 1 + index;
  }
  const group = index * descriptorsPerBlock(superblock);
  return headerBlock(superblock, group) + (hasSuperblock(superblock, group) ? 1 : 0);
}

export function descriptorBlockCount(superblock: Superblock): number {
  return Math.ceil(superblock.groupCount / descriptorsPerBlock(superblock));
}

function descriptorsPerBlock(superblock: Superblock): number {
  return superblock.blockSizeBytes / superblock.descriptorSizeBytes;
}

/** The first block of a group, but never the boot block. */
function headerBlock(superblock: Superblock, group: number): number {
  const start = superblock.firstDataBlock + group * superblock.blocksPerGroup;
  return start === 0 && superblock.blockSizeBytes === 1024 ? 1 : start;
}

function hasSuperblock(superblock: Superblock, group: number): boolean {
  if (group === 0) return true;
  if (superblock.features.sparseSuper2) return superblock.backupGroups.includes(group);
  if (!superblock.features.sparseSuper || group === 1) return true;
  return isPowerOf(3, group) || isPowerOf(5, group) || isPowerOf(7, group);
}

function isPowerOf(base: number, value: number): boolean {
  let power = base;
  while (power < value) power *= base;
  return power === value;
}
