import { DecodeError } from "../../model/errors.js";
import type { TreeChange, TreeChangeKind, TreeEvent } from "../../model/tree/tree-change.js";
import { decodeAside, recordsOf, type RecordPlace } from "../records.js";
import { dsyncBit } from "../record.js";
import { fallocateMode, opcode, readU64, request } from "../wire.js";
import { linkedInoOf } from "./apply.js";
import { rootIno } from "./held/inode.js";
import * as wire from "./tree-wire.js";

const { treeRequest, setattrBits } = wire;

/** In a FSYNC: fdatasync(2). */
const dataOnlyBit = 1;

/**
 * Decodes the bytes of a tree's trace: see tree-wire.ts for what a record is. Throws DecodeError
 * with the record's number.
 */
export function decodeTreeTrace(trace: Buffer): TreeEvent[] {
  const events: TreeEvent[] = [];
  let changeCount = 0;
  for (const place of recordsOf(trace, trace.length)) {
    const event = decodeRecord(trace, place, changeCount + 1);
    if (event.kind === "write") changeCount += 1;
    events.push(event);
  }
  return events;
}

function decodeRecord(trace: Buffer, record: RecordPlace, number: number): TreeEvent {
  const { at, index } = record;
  const aside = decodeAside(trace, record);
  if (aside?.kind === "flush") return { ...aside, of: "all", ino: 0, path: "", dataOnly: false };
  if (aside !== undefined) return aside;
  const code = trace.readUInt32LE(at + request.opcode);
  const timeUs = trace.readDoubleLE(at + request.unique);
  const pid = trace.readUInt32LE(at + request.pid);
  const [path = "", toPath] = pathsOf(trace, record);
  const ino = wire.inoOf(trace, at);
  if (code === opcode.fsync || code === opcode.fsyncdir) {
    const flags = trace.readUInt32LE(at + treeRequest.fsyncFlags);
    const of = code === opcode.fsync ? "file" : "folder";
    const dataOnly = (flags & dataOnlyBit) !== 0;
    return { kind: "flush", of, ino, path, dataOnly, pid, timeUs };
  }
  const common = { kind: "write", number, pid, timeUs, path, recordAt: at } as const;
  const decoded = decodeNames(trace, at, code, toPath) ?? decodeInode(trace, at, code, ino);
  if (decoded !== undefined) return { ...common, ...decoded };
  const problem = `expected a record of a tree, found ${code}`;
  throw new DecodeError(`trace.record[${index}].opcode`, problem);
}

/** The paths of a record, as the server has noted them. */
function pathsOf(trace: Buffer, { at, lengthBytes, index }: RecordPlace): string[] {
  const pathBytes = trace.readUInt16LE(at + treeRequest.pathBytes);
  if (request.body + pathBytes > lengthBytes) {
    throw new DecodeError(`trace.record[${index}].pathBytes`, `${pathBytes} does not fit`);
  }
  const end = at + lengthBytes;
  return trace.toString("latin1", end - pathBytes, end).split("\0");
}

type Decoded = Omit<TreeChange, "kind" | "number" | "pid" | "timeUs" | "path" | "recordAt">;

const noRange = { offsetBytes: 0, lengthBytes: 0, synchronous: false } as const;

const nameChanges: Readonly<Record<number, TreeChangeKind>> = {
  [opcode.create]: "create",
  [opcode.tmpfile]: "create",
  [opcode.mknod]: "create",
  [opcode.mkdir]: "mkdir",
  [opcode.symlink]: "symlink",
  [opcode.unlink]: "unlink",
  [opcode.rmdir]: "rmdir",
  [opcode.rename]: "rename",
  [opcode.rename2]: "rename",
};

/** A change of the names in a folder; undefined for any other. */
function decodeNames(
  trace: Buffer,
  at: number,
  code: number,
  toPath: string | undefined,
): Decoded | undefined {
  if (code === opcode.link) {
    const { parentIno: toParentIno, name: toName } = wire.newPlaceOf(trace, at);
    const ino = linkedInoOf(trace, at);
    return { change: "link", ino, toParentIno, toName, toPath: toPath ?? "", ...noRange };
  }
  const change = nameChanges[code];
  if (change === undefined) return undefined;
  const ino = wire.ownInoOf(trace, at);
  if (code === opcode.tmpfile) return { change, ino, ...noRange };
  const { parentIno, name } = wire.placeOf(trace, at);
  const made = { change, ino, parentIno, name, ...noRange };
  if (change !== "rename") return made;
  const { parentIno: toParentIno, name: toName } = wire.newPlaceOf(trace, at);
  const replacedIno = trace.readUInt32LE(at + treeRequest.renameReplaced);
  return {
    ...made,
    ...(wire.renameHowOf(trace, at) === "exchange" && { change: "exchange" }),
    ...{ toParentIno, toName, toPath: toPath ?? "" },
    ...(replacedIno !== 0 && { replacedIno }),
  };
}

/** A change of an inode itself; undefined for what is no change at all. */
function decodeInode(trace: Buffer, at: number, code: number, ino: number): Decoded | undefined {
  if (ino < rootIno) return undefined;
  switch (code) {
    case opcode.write: {
      const flags = trace.readUInt32LE(at + request.writeFileFlags);
      return {
        change: "write",
        ino,
        offsetBytes: readU64(trace, at + request.writeOffset),
        lengthBytes: trace.readUInt32LE(at + request.writeSize),
        synchronous: (flags & dsyncBit) !== 0,
      };
    }
    case opcode.setattr: {
      const valid = trace.readUInt32LE(at + request.setattrValid);
      const change = attributeChange(valid);
      const sizeBytes = readU64(trace, at + request.setattrSize);
      return { change, ino, ...noRange, ...(change === "truncate" && { offsetBytes: sizeBytes }) };
    }
    case opcode.fallocate: {
      const { offsetBytes, lengthBytes, mode } = wire.rangeOf(trace, at);
      const change = (mode & fallocateMode.punchHole) !== 0 ? "punch" : "allocate";
      return { change, ino, offsetBytes, lengthBytes, synchronous: false };
    }
    case opcode.setxattr:
      return { change: "set xattr", ino, name: wire.nameOf(trace, at), ...noRange };
    case opcode.removexattr:
      return { change: "remove xattr", ino, name: wire.nameOf(trace, at), ...noRange };
    default:
      return undefined;
  }
}

/** By the most important of what a SETATTR sets. */
function attributeChange(valid: number): TreeChangeKind {
  if ((valid & setattrBits.size) !== 0) return "truncate";
  if ((valid & setattrBits.mode) !== 0) return "mode";
  return (valid & (setattrBits.uid | setattrBits.gid)) !== 0 ? "owner" : "times";
}
