import { fallocateMode, opcode, readU64, request } from "../wire.js";
import { modeBits, type Place } from "./held/inode.js";
import type { Attributes, NewInode, Tree } from "./held/tree.js";
import { TreeError } from "./held/tree-error.js";
import * as wire from "./tree-wire.js";

const { treeRequest, setattrBits, writeBits } = wire;

/**
 * Applies one recorded change to a tree: of a write the first `toBytes` bytes, anything else whole.
 * This is the only place where a record becomes a change, live or later. Throws the TreeError that
 * the target gets.
 */
export function applyTreeRecord(tree: Tree, trace: Buffer, at: number, toBytes = Infinity): void {
  const timeNs = wire.timeNsOf(trace, at);
  const ino = wire.inoOf(trace, at);
  switch (trace.readUInt32LE(at + request.opcode)) {
    case opcode.create:
    case opcode.mknod:
    case opcode.mkdir:
    case opcode.symlink: {
      tree.make(wire.placeOf(trace, at), newInodeOf(trace, at), timeNs);
      return;
    }
    case opcode.tmpfile: {
      tree.makeNameless(ino, newInodeOf(trace, at), timeNs);
      return;
    }
    case opcode.link: {
      tree.link(linkedInoOf(trace, at), wire.newPlaceOf(trace, at), timeNs);
      return;
    }
    case opcode.unlink: {
      tree.unlink(wire.placeOf(trace, at), timeNs);
      return;
    }
    case opcode.rmdir: {
      tree.rmdir(wire.placeOf(trace, at), timeNs);
      return;
    }
    case opcode.rename:
    case opcode.rename2: {
      applyRename(tree, trace, at, wire.placeOf(trace, at));
      return;
    }
    case opcode.write: {
      applyWrite(tree, trace, at, toBytes);
      return;
    }
    case opcode.setattr: {
      applyAttributes(tree, trace, at);
      return;
    }
    case opcode.fallocate: {
      applyRange(tree, trace, at);
      return;
    }
    case opcode.setxattr: {
      tree.setXattr(ino, wire.nameOf(trace, at), wire.xattrValueOf(trace, at), timeNs);
      return;
    }
    case opcode.removexattr: {
      tree.removeXattr(ino, wire.nameOf(trace, at), timeNs);
      return;
    }
  }
}

/** The inode of a LINK. */
export function linkedInoOf(trace: Buffer, at: number): number {
  return trace.readUInt32LE(at + treeRequest.linkNode) - wire.nodeShift;
}

/** The inode that a record makes. */
export function newInodeOf(trace: Buffer, at: number): NewInode {
  const code = trace.readUInt32LE(at + request.opcode);
  return {
    ino: wire.ownInoOf(trace, at),
    mode: newModeOf(trace, at, code),
    uid: trace.readUInt32LE(at + treeRequest.uid),
    gid: trace.readUInt32LE(at + treeRequest.gid),
    ...(code === opcode.mknod && { device: trace.readUInt32LE(at + treeRequest.mknodDevice) }),
    ...(code === opcode.symlink && { target: wire.nameOf(trace, at, "second") }),
  };
}

function newModeOf(trace: Buffer, at: number, code: number): number {
  switch (code) {
    case opcode.symlink:
      return modeBits.link | 0o777;
    case opcode.mkdir:
      return modeBits.folder | (trace.readUInt32LE(at + treeRequest.makeMode) & 0o7777);
    case opcode.mknod:
      return trace.readUInt32LE(at + treeRequest.makeMode);
    default:
      return modeBits.file | (trace.readUInt32LE(at + treeRequest.createMode) & 0o7777);
  }
}

function applyRename(tree: Tree, trace: Buffer, at: number, from: Place): void {
  const how = wire.renameHowOf(trace, at);
  if (how === undefined) throw new TreeError("EINVAL");
  tree.rename(from, wire.newPlaceOf(trace, at), how, wire.timeNsOf(trace, at));
}

function applyWrite(tree: Tree, trace: Buffer, at: number, toBytes: number): void {
  const ino = wire.inoOf(trace, at);
  const count = Math.min(toBytes, trace.readUInt32LE(at + request.writeSize));
  const offset = readU64(trace, at + request.writeOffset);
  tree.write(ino, offset, trace, at + request.writeData, count, wire.timeNsOf(trace, at));
  const flags = trace.readUInt32LE(at + treeRequest.writeFlags);
  if ((flags & writeBits.dropPrivileges) !== 0) tree.dropPrivileges(ino);
}

function applyAttributes(tree: Tree, trace: Buffer, at: number): void {
  const ino = wire.inoOf(trace, at);
  const timeNs = wire.timeNsOf(trace, at);
  const valid = trace.readUInt32LE(at + request.setattrValid);
  if ((valid & setattrBits.size) !== 0) {
    tree.truncate(ino, readU64(trace, at + request.setattrSize), timeNs);
  }
  if ((valid & setattrBits.dropPrivileges) !== 0) tree.dropPrivileges(ino);
  tree.setAttributes(ino, attributesOf(trace, at), timeNs);
}

/** What a SETATTR sets beside the size. */
export function attributesOf(trace: Buffer, at: number): Attributes {
  const valid = trace.readUInt32LE(at + request.setattrValid);
  const { mode, uid, gid, atime, mtime, atimeNow, mtimeNow } = setattrBits;
  const now = wire.timeNsOf(trace, at);
  const word = (offset: number) => trace.readUInt32LE(at + offset);
  const time = (secondsAt: number, nanosecondsAt: number) =>
    trace.readBigInt64LE(at + secondsAt) * 1_000_000_000n + BigInt(word(nanosecondsAt));
  const { setattrAtime, setattrAtimeNs, setattrMtime, setattrMtimeNs } = treeRequest;
  return {
    ...((valid & mode) !== 0 && { mode: word(treeRequest.setattrMode) }),
    ...((valid & uid) !== 0 && { uid: word(treeRequest.setattrUid) }),
    ...((valid & gid) !== 0 && { gid: word(treeRequest.setattrGid) }),
    ...((valid & atime) !== 0 && {
      atimeNs: (valid & atimeNow) !== 0 ? now : time(setattrAtime, setattrAtimeNs),
    }),
    ...((valid & mtime) !== 0 && {
      mtimeNs: (valid & mtimeNow) !== 0 ? now : time(setattrMtime, setattrMtimeNs),
    }),
  };
}

function applyRange(tree: Tree, trace: Buffer, at: number): void {
  const ino = wire.inoOf(trace, at);
  const timeNs = wire.timeNsOf(trace, at);
  const { offsetBytes, lengthBytes, mode } = wire.rangeOf(trace, at);
  const { keepSize, punchHole } = fallocateMode;
  if (mode === (keepSize | punchHole)) {
    tree.punch(ino, offsetBytes, lengthBytes, timeNs);
    return;
  }
  if ((mode & ~keepSize) !== 0) throw new TreeError("EOPNOTSUPP");
  tree.allocate(ino, mode === 0 ? offsetBytes + lengthBytes : 0, timeNs);
}
