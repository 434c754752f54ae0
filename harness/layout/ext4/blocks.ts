import { DecodeError } from "../../model/errors.js";
import type { ByteSource } from "../byte-source.js";
import type { Superblock } from "./superblock.js";

/** The blocks of one file system. Errors carry the path of the field that named the block. */
export interface Blocks {
  readonly superblock: Superblock;
  /** Throws DecodeError when the run leaves the file system. */
  check(startBlock: number, blockCount: number, path: string): void;
  /** Like check; also throws DecodeError when the source ends early. */
  read(startBlock: number, blockCount: number, path: string): Buffer;
  /**
   * Counts blocks that a file owns. All files together can't own more than there are: this is
   * what bounds the reading of a damaged file system.
   */
  claim(blockCount: number, path: string): void;
}

/** The blocks of `source`, with nothing claimed yet. The superblock's geometry must be checked. */
export function openBlocks(source: ByteSource, superblock: Superblock): Blocks {
  const { blockSizeBytes, blockCount: totalCount } = superblock;
  let claimedCount = 0;
  const check: Blocks["check"] = (startBlock, blockCount, path) => {
    if (startBlock + blockCount <= totalCount) return;
    const last = startBlock + blockCount - 1;
    throw new DecodeError(path, `expected a block below ${totalCount}, found ${last}`);
  };
  return {
    superblock,
    check,
    read(startBlock, blockCount, path) {
      check(startBlock, blockCount, path);
      const bytes = source.read(startBlock * blockSizeBytes, blockCount * blockSizeBytes);
      if (bytes.length === blockCount * blockSizeBytes) return bytes;
      throw new DecodeError(path, `block ${startBlock} lies behind the end of the disk`);
    },
    claim(blockCount, path) {
      claimedCount += blockCount;
      if (claimedCount <= totalCount) return;
      throw new DecodeError(path, `the files own more than the ${totalCount} blocks there are`);
    },
  };
}
