/**
 * What a file system promises of changes that nobody has synced: the profile of a power loss of a
 * tree. Where a promise depends on more than a trace tells, the weaker one is taken: ext4's second
 * heuristic (a file that was truncated to nothing is written out as it is closed) is not, as it
 * does not cover a crash before the close. Changes of names are atomic on all of them.
 */
export interface FileSystem {
  readonly name: string;
  readonly about: string;
  /** Where the promises are written down. */
  readonly sources: readonly string[];
  /** A block of this size of a file, at a multiple of it, is never half written. */
  readonly atomicBytes: number;
  /**
   * What an fsync makes durable besides the file itself: all names and attributes changed before,
   * as they share one journal; the names of the file and the folders on their way; or nothing.
   */
  readonly fsyncTakes: "journal" | "names" | "nothing";
  /** Changes of names, attributes and sizes reach the disk in their order. */
  readonly metadataInOrder: boolean;
  /** A rename over another file waits for what was written to the file that it puts there. */
  readonly replacingWaitsForData: boolean;
  /** A file that grows does so in order: what is lost is missing at its end. */
  readonly growthInOrder: boolean;
  /** A file's new size may be durable before its new bytes are: they read as zeros. */
  readonly sizeBeforeData: boolean;
  /** A move to another folder may leave the file under both names. */
  readonly movesMayDouble: boolean;
}
