import { opcode, request } from "../wire.js";
import { linkedInoOf } from "./apply.js";
import { rootIno } from "./held/inode.js";
import type { Tree } from "./held/tree.js";
import { TreeError } from "./held/tree-error.js";
import * as wire from "./tree-wire.js";

const { treeRequest } = wire;

/**
 * Writes into a request which inodes it is about, as a record has them: see tree-wire.ts. Returns
 * the paths of what it changes, before it does. Throws TreeError for names that can't be.
 */
export function noteInos(tree: Tree, trace: Buffer, at: number, code: number): string[] {
  switch (code) {
    case opcode.create:
    case opcode.mknod:
    case opcode.mkdir:
    case opcode.symlink:
      trace.writeUInt32LE(tree.versions.nextIno, at + treeRequest.ownIno);
      return [tree.nameOfPlace(wire.placeOf(trace, at))];
    case opcode.tmpfile: {
      const ino = tree.versions.nextIno;
      trace.writeUInt32LE(ino, at + treeRequest.ownIno);
      return [tree.nameOfPlace({ parentIno: wire.inoOf(trace, at), name: `#${ino}` })];
    }
    case opcode.link: {
      if (linkedInoOf(trace, at) < rootIno) throw new TreeError("EXDEV");
      const from = tree.nameFor(linkedInoOf(trace, at));
      return [from, tree.nameOfPlace(wire.newPlaceOf(trace, at))];
    }
    case opcode.unlink:
    case opcode.rmdir:
      return [noteOwn(tree, trace, at)];
    case opcode.rename:
    case opcode.rename2: {
      const to = wire.newPlaceOf(trace, at);
      if (to.parentIno < rootIno) throw new TreeError("EXDEV");
      const replaced = tree.lookup(to.parentIno, to.name)?.ino ?? 0;
      trace.writeUInt32LE(replaced, at + treeRequest.renameReplaced);
      return [noteOwn(tree, trace, at), tree.nameOfPlace(to)];
    }
    default:
      return [tree.nameFor(wire.inoOf(trace, at))];
  }
}

function noteOwn(tree: Tree, trace: Buffer, at: number): string {
  const place = wire.placeOf(trace, at);
  const ino = tree.lookup(place.parentIno, place.name)?.ino ?? 0;
  trace.writeUInt32LE(ino, at + treeRequest.ownIno);
  return tree.nameOfPlace(place);
}

/** Puts the paths behind the request, and makes it longer by them. */
export function notePaths(trace: Buffer, at: number, paths: readonly string[]): void {
  const length = trace.readUInt32LE(at + request.lengthBytes);
  const text = paths.join("\0");
  // Node writes nothing into so large a buffer if it is not told how much.
  const pathBytes = trace.write(text, at + length, text.length, "latin1");
  trace.writeUInt32LE(length + pathBytes, at + request.lengthBytes);
  trace.writeUInt16LE(pathBytes, at + treeRequest.pathBytes);
}
