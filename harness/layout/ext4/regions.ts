import { DecodeError } from "../../model/errors.js";
import type { PlaceKind } from "../../model/place.js";
import type { Region } from "../region.js";
import { openFreeMap } from "./free-map.js";
import { inodeTableBlockCount } from "./group-descriptors.js";
import { groupHeaderRuns, type NamedRun } from "./group-layout.js";
import { usedInodes } from "./inode-table.js";
import type { Inode } from "./inode.js";
import { mapInode } from "./mapping.js";
import { superblockOffsetBytes, type Superblock } from "./superblock.js";
import type { Volume } from "./volume.js";

const resizeInode = 7;
const badBlocksInode = 1;
const blockAreaDoubleIndirectBytes = 13 * 4;

/**
 * Names every byte of the file system, from 0 to its size. Blocks that the bitmaps call used and
 * that nothing owns are `data`. Throws DecodeError, also when two structures own one block.
 */
export function readRegions(volume: Volume): Region[] {
  const { superblock } = volume.blocks;
  const runs = [...groupRuns(volume), ...inodeRuns(volume)].filter((run) => run.blockCount > 0);
  runs.sort((one, other) => one.startBlock - other.startBlock);
  const regions = openRegionList(superblock.blockSizeBytes);
  const freeMap = openFreeMap(volume);
  let nextBlock = 0;
  let previousName = "";
  for (const { name, startBlock, blockCount } of runs) {
    if (startBlock < nextBlock) {
      const problem = `claimed by ${previousName} and by ${name}`;
      throw new DecodeError(`ext4.block(${startBlock})`, problem);
    }
    freeMap.visit(nextBlock, startBlock, regions.add);
    regions.add(name, startBlock, startBlock + blockCount);
    nextBlock = startBlock + blockCount;
    previousName = name;
  }
  freeMap.visit(nextBlock, superblock.blockCount, regions.add);
  return splitBootBlock(regions.list);
}

function openRegionList(blockSizeBytes: number) {
  const list: Region[] = [];
  const add = (name: string, startBlock: number, endBlock: number) => {
    const endBytes = endBlock * blockSizeBytes;
    const last = list.at(-1);
    if (last?.name === name) list[list.length - 1] = { ...last, endBytes };
    else list.push({ name, kind: kindOf(name), startBytes: startBlock * blockSizeBytes, endBytes });
  };
  return { list, add };
}

function kindOf(name: string): PlaceKind {
  return name === "data" || name === "free" ? name : "metadata";
}

/** The first 1,024 bytes belong to a boot loader, whatever the size of the blocks. */
function splitBootBlock(regions: readonly Region[]): Region[] {
  const startBytes = superblockOffsetBytes;
  const boot = {
    name: "boot block",
    kind: "metadata",
    startBytes: 0,
    endBytes: startBytes,
  } as const;
  const [first, ...rest] = regions;
  if (first === undefined || first.endBytes <= startBytes) return [boot, ...rest];
  return [boot, { ...first, startBytes }, ...rest];
}

function* groupRuns(volume: Volume): Generator<NamedRun> {
  const { blocks, groups } = volume;
  const tableBlockCount = inodeTableBlockCount(blocks);
  for (const [group, descriptor] of groups.entries()) {
    for (const run of groupHeaderRuns(blocks.superblock, group)) {
      blocks.check(run.startBlock, run.blockCount, `ext4.group(${group}).header`);
      yield run;
    }
    const { blockBitmap, inodeBitmap, inodeTable } = descriptor;
    yield { name: "block bitmaps", startBlock: blockBitmap, blockCount: 1 };
    yield { name: "inode bitmaps", startBlock: inodeBitmap, blockCount: 1 };
    yield { name: "inode tables", startBlock: inodeTable, blockCount: tableBlockCount };
  }
  const { mmpBlock } = blocks.superblock;
  if (mmpBlock !== 0) {
    blocks.check(mmpBlock, 1, "ext4.superblock.mmpBlock");
    yield { name: "MMP block", startBlock: mmpBlock, blockCount: 1 };
  }
}

function* inodeRuns(volume: Volume): Generator<NamedRun> {
  const { blocks, groups, inodes } = volume;
  const seenAttributeBlocks = new Set<number>();
  for (const inode of usedInodes(blocks, groups, inodes)) {
    const { attributeBlock, path } = inode;
    if (attributeBlock !== 0 && !seenAttributeBlocks.has(attributeBlock)) {
      seenAttributeBlocks.add(attributeBlock);
      blocks.check(attributeBlock, 1, `${path}.xattrBlock`);
      yield { name: "xattr block", startBlock: attributeBlock, blockCount: 1 };
    }
    if (inode.number === resizeInode) {
      yield* resizeInodeRuns(volume, inode);
      continue;
    }
    const { runs, mapBlocks } = mapInode(blocks, inode);
    const name = contentName(blocks.superblock, inode);
    for (const { startBlock, blockCount } of runs) yield { name, startBlock, blockCount };
    const mapName = inode.hasExtents ? "extent tree" : "indirect block";
    for (const startBlock of mapBlocks) yield { name: mapName, startBlock, blockCount: 1 };
  }
}

/** What the resize inode points to is the reserved GDT, but for the block with the pointers. */
function resizeInodeRuns({ blocks }: Volume, inode: Inode): NamedRun[] {
  const startBlock = inode.blockArea.readUInt32LE(blockAreaDoubleIndirectBytes);
  if (startBlock === 0) return [];
  blocks.check(startBlock, 1, `${inode.path}.blockMap`);
  return [{ name: "indirect block", startBlock, blockCount: 1 }];
}

function contentName(superblock: Superblock, inode: Inode): string {
  if (inode.number === superblock.journalInode) return "journal";
  if (inode.number === superblock.orphanFileInode) return "orphan file";
  if (inode.number === badBlocksInode) return "bad blocks";
  if (superblock.quotaInodes.includes(inode.number)) return "quota";
  if (inode.isAttributeValue) return "xattr block";
  return inode.type === "directory" ? "directory" : "data";
}
