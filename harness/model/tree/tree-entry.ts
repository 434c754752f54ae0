/** What a name in a tree can stand for. */
export type TreeEntryType = "file" | "folder" | "link" | "fifo" | "socket" | "device";

/** One name of a tree and what it stands for. */
export interface TreeEntry {
  readonly ino: number;
  readonly type: TreeEntryType;
  /** Permissions with the sticky and set-id bits, as chmod(2) takes them. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Of files; 0 for others. */
  readonly sizeBytes: number;
  /**
   * How many names a file has; 0 for folders, whose number differs from one file system to another.
   */
  readonly links: number;
  /** Where a symbolic link leads, one char a byte. */
  readonly target?: string;
  /** Values in hex, by their names. Absent where there are none. */
  readonly xattrs?: Readonly<Record<string, string>>;
  /** Hex, of a file's content. Absent for others. */
  readonly sha256?: string;
  readonly mtimeNs: bigint;
}

/** Entries by their paths from the root of a tree, one char a byte (latin1); "" is the root. */
export type TreeEntries = ReadonlyMap<string, TreeEntry>;

/** An entry that is not as it was: `before` is absent where it is new, `now` where it is gone. */
export interface TreeDifference {
  readonly before?: TreeEntry;
  readonly now?: TreeEntry;
}

/** Entries that differ in anything but times and inode numbers, by their paths. */
export type TreeDifferences = ReadonlyMap<string, TreeDifference>;
