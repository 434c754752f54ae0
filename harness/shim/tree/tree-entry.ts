/** What something in a tree is. */
export type EntryType = "file" | "folder" | "link" | "pipe" | "socket" | "device";

/** One path of a tree. Names and targets are strings of one char a byte (latin1). */
export interface TreeEntry {
  readonly ino: number;
  readonly type: EntryType;
  /** Without the bits of the type. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Of a file; of a link the length of its target; else 0. */
  readonly sizeBytes: number;
  readonly links: number;
  /** All paths of a file that has several, sorted. */
  readonly alsoAt?: readonly string[];
  /** Of a symbolic link. */
  readonly target?: string;
  /** Values in hex, by name; sorted. */
  readonly xattrs?: Readonly<Record<string, string>>;
  /** Of a file's bytes, in hex. */
  readonly sha256?: string;
  readonly mtimeNs: bigint;
}

/** How a path differs between two states; what is not there is undefined. */
export interface EntryChange {
  readonly was: TreeEntry | undefined;
  readonly is: TreeEntry | undefined;
}
