import type { Volume } from "./volume.js";

type Visit = (name: "data" | "free", startBlock: number, endBlock: number) => void;

/** Tells used blocks from free ones. Bitmaps are read only where they are asked for. */
interface FreeMap {
  /** Cuts the blocks from `startBlock` to before `endBlock` into used and free runs. */
  visit(startBlock: number, endBlock: number, visit: Visit): void;
}

/** The block bitmaps of all groups. Ask in the order of the disk: one bitmap is kept. */
export function openFreeMap({ blocks, groups }: Volume): FreeMap {
  const { firstDataBlock, blocksPerGroup, blocksPerCluster } = blocks.superblock;
  let cachedGroup = -1;
  let bitmap: Buffer = Buffer.alloc(0);
  const readBitmap = (group: number, startBlock: number) => {
    if (group === cachedGroup) return;
    bitmap = blocks.read(startBlock, 1, `ext4.groupDescriptor(${group}).blockBitmap`);
    cachedGroup = group;
  };
  const visitGroup = (group: number, startBlock: number, endBlock: number, visit: Visit) => {
    const descriptor = groups[group];
    if (descriptor === undefined || descriptor.isBlockBitmapUnset) {
      visit("free", startBlock, endBlock);
      return;
    }
    readBitmap(group, descriptor.blockBitmap);
    const groupStart = firstDataBlock + group * blocksPerGroup;
    for (let block = startBlock; block < endBlock;) {
      const bit = Math.floor((block - groupStart) / blocksPerCluster);
      const isUsed = isSet(bitmap, bit);
      const lastBit = Math.ceil((endBlock - groupStart) / blocksPerCluster);
      const runEnd = groupStart + endOfRun(bitmap, bit, lastBit, isUsed) * blocksPerCluster;
      const end = Math.min(runEnd, endBlock);
      visit(isUsed ? "data" : "free", block, end);
      block = end;
    }
  };
  return {
    visit(startBlock, endBlock, visit) {
      let block = startBlock;
      // With blocks of 1 KiB the boot block is in no group.
      if (block < Math.min(firstDataBlock, endBlock)) {
        visit("data", block, firstDataBlock);
        block = firstDataBlock;
      }
      while (block < endBlock) {
        const group = Math.floor((block - firstDataBlock) / blocksPerGroup);
        const end = Math.min(firstDataBlock + (group + 1) * blocksPerGroup, endBlock);
        visitGroup(group, block, end, visit);
        block = end;
      }
    },
  };
}

function isSet(bitmap: Buffer, bit: number): boolean {
  return (bitmap.readUInt8(bit >> 3) & (1 << (bit & 7))) !== 0;
}

/** The first bit from `bit` on that differs, or `endBit`. Whole bytes of one kind are skipped. */
function endOfRun(bitmap: Buffer, bit: number, endBit: number, isUsed: boolean): number {
  const wholeByte = isUsed ? 0xff : 0;
  let end = bit;
  while (end < endBit) {
    if ((end & 7) === 0 && bitmap[end >> 3] === wholeByte) end += 8;
    else if (isSet(bitmap, end) === isUsed) end += 1;
    else return end;
  }
  return Math.min(end, endBit);
}
