import { fallocateMode, opcode, readU64, request } from "../wire.js";
import { attributesOf, linkedInoOf, newInodeOf } from "./apply.js";
import { FileData } from "./held/file-data.js";
import { FolderEntries } from "./held/folder-entries.js";
import { rootIno, type Place } from "./held/inode.js";
import type { Tree } from "./held/tree.js";
import { setattrBits, treeRequest } from "./tree-wire.js";
import * as wire from "./tree-wire.js";

/**
 * What of a change can reach the medium by itself: a name appears (in an exchange: the new one
 * stands for what was moved); a name disappears (in an exchange: the old one stands for the other);
 * bytes; the size; mode, owner, times, xattrs.
 */
export type RecordPart = "entry" | "removal" | "data" | "size" | "attributes";

/** Bytes of a write, from the first up to, and without, the last. */
export interface ByteSpan {
  readonly fromBytes: number;
  readonly toBytes: number;
}

/** What of a record has come: no parts stands for all of them, no ranges for all bytes. */
export interface LandedParts {
  readonly parts?: readonly RecordPart[];
  readonly ranges?: readonly ByteSpan[];
}

/**
 * Applies what has come of a recorded change, where others before it may be missing. A part that
 * has lost its ground does nothing; an inode that a record makes is there from then on, with no
 * name if "entry" is not among the parts. Of a write ranges are its "data", wherever the file ends
 * then; the "size" is the one that the whole write leads to.
 */
export function applyParts(tree: Tree, trace: Buffer, at: number, landed: LandedParts): void {
  const has = (part: RecordPart) => landed.parts?.includes(part) ?? true;
  const code = trace.readUInt32LE(at + request.opcode);
  switch (code) {
    case opcode.create:
    case opcode.mknod:
    case opcode.mkdir:
    case opcode.symlink:
    case opcode.tmpfile:
      makeLoose(tree, trace, at);
      if (has("entry") && code !== opcode.tmpfile) {
        put(tree, wire.ownInoOf(trace, at), wire.placeOf(trace, at), trace, at);
      }
      return;
    case opcode.link:
      if (!has("entry")) return;
      {
        put(tree, linkedInoOf(trace, at), wire.newPlaceOf(trace, at), trace, at);
        return;
      }
    case opcode.unlink:
    case opcode.rmdir:
      if (has("removal")) take(tree, trace, at);
      return;
    case opcode.rename:
    case opcode.rename2: {
      applyRename(tree, trace, at, has);
      return;
    }
  }
  const inode = tree.versions.find(wire.inoOf(trace, at));
  if (inode === undefined) return;
  if (code === opcode.write) applyWrite(tree, trace, at, landed);
  else applyToInode(tree, trace, at, has);
}

function applyToInode(
  tree: Tree,
  trace: Buffer,
  at: number,
  has: (part: RecordPart) => boolean,
): void {
  const ino = wire.inoOf(trace, at);
  const timeNs = wire.timeNsOf(trace, at);
  switch (trace.readUInt32LE(at + request.opcode)) {
    case opcode.setattr: {
      const valid = trace.readUInt32LE(at + request.setattrValid);
      const setsSize = (valid & setattrBits.size) !== 0 && has("size");
      if (setsSize) tree.truncate(ino, readU64(trace, at + request.setattrSize), timeNs);
      if (!has("attributes")) return;
      if ((valid & setattrBits.dropPrivileges) !== 0) tree.dropPrivileges(ino);
      tree.setAttributes(ino, attributesOf(trace, at), timeNs);
      return;
    }
    case opcode.fallocate: {
      const { offsetBytes, lengthBytes, mode } = wire.rangeOf(trace, at);
      const isPunch = (mode & fallocateMode.punchHole) !== 0;
      if (isPunch && has("data")) tree.punch(ino, offsetBytes, lengthBytes, timeNs);
      if (mode === 0 && has("size")) tree.allocate(ino, offsetBytes + lengthBytes, timeNs);
      return;
    }
    case opcode.setxattr:
      if (!has("attributes")) return;
      {
        tree.setXattr(ino, wire.nameOf(trace, at), wire.xattrValueOf(trace, at), timeNs);
        return;
      }
    case opcode.removexattr: {
      const name = wire.nameOf(trace, at);
      const isThere = tree.inode(ino).xattrs.has(name);
      if (isThere && has("attributes")) tree.removeXattr(ino, name, timeNs);
    }
  }
}

function makeLoose(tree: Tree, trace: Buffer, at: number): void {
  if (tree.versions.find(wire.ownInoOf(trace, at)) !== undefined) return;
  const folder = tree.versions.find(wire.inoOf(trace, at)) === undefined ? rootIno : undefined;
  const parentIno = folder ?? wire.inoOf(trace, at);
  tree.makeNameless(parentIno, newInodeOf(trace, at), wire.timeNsOf(trace, at));
}

/** Makes a name stand for an inode, whatever it stood for. */
function put(tree: Tree, ino: number, place: Place, trace: Buffer, at: number): void {
  const parent = tree.versions.find(place.parentIno);
  const inode = tree.versions.find(ino);
  if (!(parent?.body instanceof FolderEntries) || inode === undefined) return;
  const isFolder = inode.body instanceof FolderEntries;
  if (isFolder && isInside(tree, place.parentIno, ino)) return;
  const timeNs = wire.timeNsOf(trace, at);
  const old = parent.body.get(place.name);
  if (old === ino) return;
  if (old !== undefined) tree.detach(old, place, timeNs);
  // A folder has one name: where its new one is there, the old one is not.
  if (isFolder) for (const each of inode.places) tree.detach(ino, each, timeNs);
  tree.attach(ino, place, timeNs);
}

function isInside(tree: Tree, folderIno: number, ino: number): boolean {
  for (let each: number | undefined = folderIno; each !== undefined;) {
    if (each === ino) return true;
    each = tree.versions.find(each)?.places[0]?.parentIno;
  }
  return false;
}

/** Takes a name away, if it still stands for what the record is about. */
function take(tree: Tree, trace: Buffer, at: number): void {
  const place = wire.placeOf(trace, at);
  const parent = tree.versions.find(place.parentIno);
  const ino = wire.ownInoOf(trace, at);
  if (!(parent?.body instanceof FolderEntries) || parent.body.get(place.name) !== ino) return;
  tree.detach(ino, place, wire.timeNsOf(trace, at));
}

function applyRename(
  tree: Tree,
  trace: Buffer,
  at: number,
  has: (part: RecordPart) => boolean,
): void {
  const other = trace.readUInt32LE(at + treeRequest.renameReplaced);
  const isExchange = wire.renameHowOf(trace, at) === "exchange";
  if (has("removal")) {
    if (isExchange) put(tree, other, wire.placeOf(trace, at), trace, at);
    else take(tree, trace, at);
  }
  if (has("entry")) {
    put(tree, wire.ownInoOf(trace, at), wire.newPlaceOf(trace, at), trace, at);
  }
}

function applyWrite(tree: Tree, trace: Buffer, at: number, { parts, ranges }: LandedParts): void {
  const ino = wire.inoOf(trace, at);
  const { body } = tree.inode(ino);
  if (!(body instanceof FileData)) return;
  const timeNs = wire.timeNsOf(trace, at);
  const size = trace.readUInt32LE(at + request.writeSize);
  const offset = readU64(trace, at + request.writeOffset);
  const isAll = parts === undefined || parts.includes("data");
  for (const { fromBytes, toBytes } of ranges ?? (isAll ? [{ fromBytes: 0, toBytes: size }] : [])) {
    const from = at + request.writeData + fromBytes;
    const count = Math.min(toBytes, size) - fromBytes;
    if (count > 0) tree.write(ino, offset + fromBytes, trace, from, count, timeNs);
  }
  const grows = parts?.includes("size") === true && size > 0;
  if (grows) tree.allocate(ino, offset + size, timeNs);
}
