/** Blocks of a file that are neighbours both in the file and on the disk. */
export interface BlockRun {
  readonly firstFileBlock: number;
  readonly startBlock: number;
  readonly blockCount: number;
  /** False for blocks that are set aside but read as zeros. */
  readonly isWritten: boolean;
}

/** The blocks that an inode owns. */
export interface Mapping {
  /** In the order of the file. What no run covers is a hole. */
  readonly runs: readonly BlockRun[];
  /** Blocks of the map itself. */
  readonly mapBlocks: readonly number[];
}
