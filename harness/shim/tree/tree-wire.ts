import { opcode, readU64, request } from "../wire.js";
import { rootIno, type Place } from "./held/inode.js";
import type { RenameHow } from "./held/rename.js";

/**
 * What trees need of the FUSE wire format, beside what disks do (include/uapi/linux/fuse.h), and
 * how their records differ from requests. A record of a tree is a request with the time in place
 * of `unique`, and
 * - in the upper half of the node's number the inode that is made, or gets or loses a name; in the
 *   upper half of a rename's new folder the inode that had the new name, or 0;
 * - behind the request the paths of what is changed, parted by a zero byte; their length stands in
 *   `total_extlen`, which no request of this shim uses.
 */
export const treeRequest = {
  uid: 24,
  gid: 28,
  ownIno: 20,
  pathBytes: 36,
  createFlags: 40,
  createMode: 44,
  makeMode: 40,
  mknodDevice: 44,
  linkNode: 40,
  renameFolder: 40,
  renameReplaced: 44,
  renameFlags: 48,
  setattrAtime: 72,
  setattrMtime: 80,
  setattrAtimeNs: 96,
  setattrMtimeNs: 100,
  setattrMode: 108,
  setattrUid: 116,
  setattrGid: 120,
  xattrValueBytes: 40,
  xattrFlags: 44,
  xattrName: 48,
  xattrWantedBytes: 40,
  writeFlags: 60,
  fsyncFlags: 48,
  readOffset: 48,
  readSize: 56,
} as const;

/** Bits of `valid` in a SETATTR. */
export const setattrBits = {
  mode: 1 << 0,
  uid: 1 << 1,
  gid: 1 << 2,
  size: 1 << 3,
  atime: 1 << 4,
  mtime: 1 << 5,
  atimeNow: 1 << 7,
  mtimeNow: 1 << 8,
  dropPrivileges: 1 << 11,
} as const;

/** In the flags of a WRITE: it comes from the page cache; it takes setuid bits away. */
export const writeBits = { fromCache: 1 << 0, dropPrivileges: 1 << 2 } as const;

/** Flags of renameat2(2). */
export const renameBits = { keep: 1, exchange: 2 } as const;

/** Flags of setxattr(2). */
export const xattrBits = { create: 1, replace: 2 } as const;

/** The node numbers below this are the shim's own; the tree's inodes follow. */
export const nodeShift = 15;

/** The node that the kernel knows an inode by. */
export function nodeOf(ino: number): number {
  return ino + nodeShift;
}

/** The node of the tree itself. */
export const treeRootNode = nodeOf(rootIno);

/** The inode that a request is for. */
export function inoOf(requests: Buffer, at: number): number {
  return requests.readUInt32LE(at + request.nodeId) - nodeShift;
}

/** In a record: the inode that is made, or gets or loses a name. */
export function ownInoOf(trace: Buffer, at: number): number {
  return trace.readUInt32LE(at + treeRequest.ownIno);
}

/** The time of a record, in nanoseconds since 1970. */
export function timeNsOf(trace: Buffer, at: number): bigint {
  return BigInt(Math.floor(trace.readDoubleLE(at + request.unique))) * 1000n;
}

/** Where the first name of a request starts, after its fields. */
const nameAt: Readonly<Record<number, number>> = {
  [opcode.lookup]: 0,
  [opcode.unlink]: 0,
  [opcode.rmdir]: 0,
  [opcode.symlink]: 0,
  [opcode.mknod]: 16,
  [opcode.mkdir]: 8,
  [opcode.link]: 8,
  [opcode.rename]: 8,
  [opcode.rename2]: 16,
  [opcode.create]: 16,
  [opcode.tmpfile]: 16,
  [opcode.setxattr]: 8,
  [opcode.getxattr]: 8,
  [opcode.removexattr]: 0,
};

/** A name of a request: the first, or the one behind it. */
export function nameOf(requests: Buffer, at: number, which: "first" | "second" = "first"): string {
  const code = requests.readUInt32LE(at + request.opcode);
  let start = at + request.body + (nameAt[code] ?? 0);
  if (which === "second") start = requests.indexOf(0, start) + 1;
  return requests.toString("latin1", start, requests.indexOf(0, start));
}

/** The folder and name that a request is for. */
export function placeOf(requests: Buffer, at: number): Place {
  return { parentIno: inoOf(requests, at), name: nameOf(requests, at) };
}

/** The new place of a rename or a link. */
export function newPlaceOf(requests: Buffer, at: number): Place {
  if (requests.readUInt32LE(at + request.opcode) === opcode.link) return placeOf(requests, at);
  const folder = requests.readUInt32LE(at + treeRequest.renameFolder);
  return { parentIno: folder - nodeShift, name: nameOf(requests, at, "second") };
}

/** Undefined for flags that nobody knows. */
export function renameHowOf(requests: Buffer, at: number): RenameHow | undefined {
  const code = requests.readUInt32LE(at + request.opcode);
  const flags = code === opcode.rename ? 0 : requests.readUInt32LE(at + treeRequest.renameFlags);
  if (flags === 0) return "replace";
  if (flags === renameBits.keep) return "keep";
  return flags === renameBits.exchange ? "exchange" : undefined;
}

/** The value of a SETXATTR. */
export function xattrValueOf(requests: Buffer, at: number): Buffer {
  const start = requests.indexOf(0, at + treeRequest.xattrName) + 1;
  return requests.subarray(start, start + requests.readUInt32LE(at + treeRequest.xattrValueBytes));
}

/** The range of a FALLOCATE. */
export function rangeOf(requests: Buffer, at: number) {
  return {
    offsetBytes: readU64(requests, at + request.fallocateOffset),
    lengthBytes: readU64(requests, at + request.fallocateLength),
    mode: requests.readUInt32LE(at + request.fallocateMode),
  };
}
