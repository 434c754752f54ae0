import { FileData } from "./file-data.js";
import { FolderEntries } from "./folder-entries.js";
import { TreeError } from "./tree-error.js";

/** Of the tree's own root. */
export const rootIno = 1;

/** Bits of a mode: inode(7). */
export const modeBits = {
  format: 0o170000,
  folder: 0o040000,
  file: 0o100000,
  link: 0o120000,
  setUser: 0o4000,
  setGroup: 0o2000,
  groupExecutes: 0o010,
} as const;

/** A place where an inode hangs. */
export interface Place {
  readonly parentIno: number;
  readonly name: string;
}

/** What an inode holds: a symbolic link its target. Pipes, sockets and devices hold nothing. */
export type Body = FileData | FolderEntries | string | undefined;

/** A file, a folder, a link. Only the epoch that made this version of it may change it. */
export interface Inode {
  readonly ino: number;
  readonly epoch: number;
  /** With the bits of its type. */
  mode: number;
  uid: number;
  gid: number;
  /** A folder has two, and one more for each folder in it. */
  links: number;
  readonly device: number;
  atimeNs: bigint;
  mtimeNs: bigint;
  ctimeNs: bigint;
  /** All names, the oldest first. */
  places: readonly Place[];
  /** Where it hung, or was made without a name: what records call it when it has no place. */
  lastPlace: Place;
  xattrs: ReadonlyMap<string, Buffer>;
  readonly body: Body;
}

/** A version of it that an epoch may change. */
export function copyInode(inode: Inode, epoch: number): Inode {
  const { body } = inode;
  const isPlain = typeof body === "string" || body === undefined;
  return { ...inode, epoch, body: isPlain ? body : body.copy() };
}

/** Its type among the bits of its mode. */
export function formatOf({ mode }: Inode): number {
  return mode & modeBits.format;
}

/** What a file holds. Throws EISDIR, and EINVAL for what has no bytes. */
export function dataOf({ body }: Inode): FileData {
  if (body instanceof FileData) return body;
  throw new TreeError(body instanceof FolderEntries ? "EISDIR" : "EINVAL");
}

/** The names in a folder. Throws ENOTDIR. */
export function entriesOf({ body }: Inode): FolderEntries {
  if (body instanceof FolderEntries) return body;
  throw new TreeError("ENOTDIR");
}

/** As stat(2) has it. */
export function sizeOf({ body }: Inode): number {
  if (body instanceof FileData) return body.sizeBytes;
  if (typeof body === "string") return body.length;
  return body instanceof FolderEntries ? body.count * 20 : 0;
}

/** What a write and a change of owner take away: inode(7), chown(2). */
export function withoutPrivileges(mode: number): number {
  const { setUser, setGroup, groupExecutes } = modeBits;
  return mode & ~(setUser | ((mode & groupExecutes) === 0 ? 0 : setGroup));
}
