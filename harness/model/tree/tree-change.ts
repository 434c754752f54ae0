import type { ChangeEvent, FlushEvent, MarkEvent, OutputEvent } from "../trace.js";

/** What a change does to a tree. */
export type TreeChangeKind =
  | "create"
  | "mkdir"
  | "symlink"
  | "link"
  | "unlink"
  | "rmdir"
  | "rename"
  | "exchange"
  | "write"
  | "truncate"
  | "allocate"
  | "punch"
  | "mode"
  | "owner"
  | "times"
  | "set xattr"
  | "remove xattr";

/**
 * A change of a tree, in the order in which the shim applied them. Paths are relative to the tree,
 * "" for its root; names are strings of one char a byte (latin1), so that any name can be told.
 */
export interface TreeChange extends ChangeEvent {
  readonly change: TreeChangeKind;
  /** The inode that is changed, made, or gets or loses a name. */
  readonly ino: number;
  /** At the time of the change, before it; of what is made, the new path. */
  readonly path: string;
  /** Of changes of a folder's names: the folder and the name. A nameless file has neither. */
  readonly parentIno?: number;
  readonly name?: string;
  /** Of a rename, an exchange and a link: the new place. */
  readonly toPath?: string;
  readonly toParentIno?: number;
  readonly toName?: string;
  /** What had the new name: it is replaced, or changes places. */
  readonly replacedIno?: number;
  /** Of writes, allocations and holes where they begin, of truncations the new size, else 0. */
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  /** Written through O_SYNC or O_DSYNC: durable once it has returned. */
  readonly synchronous: boolean;
  /** Where the record starts in the trace's bytes. */
  readonly recordAt: number;
}

/** What was made durable: a file, the names in a folder, or all. */
export interface TreeFlush extends FlushEvent {
  readonly of: "file" | "folder" | "all";
  /** 0 for all. */
  readonly ino: number;
  readonly path: string;
  /** fdatasync(2): of the attributes only what is needed to read the data. */
  readonly dataOnly: boolean;
}

/** What a run did to a tree. */
export type TreeEvent = TreeChange | TreeFlush | OutputEvent | MarkEvent;
