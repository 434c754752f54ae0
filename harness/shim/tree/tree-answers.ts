import { answerInit } from "../housekeeping.js";
import {
  initFlags,
  node,
  nodeNames,
  opcode,
  openFlags,
  readU64,
  request,
  seekWhence,
} from "../wire.js";
import { dataOf, entriesOf, formatOf, modeBits, rootIno } from "./held/inode.js";
import type { Tree } from "./held/tree.js";
import { TreeError, treeErrno } from "./held/tree-error.js";
import type { TreeReply } from "./tree-reply.js";
import * as wire from "./tree-wire.js";

const { treeRequest } = wire;

const wantedInitFlags =
  initFlags.readdirplus |
  initFlags.readdirplusAuto |
  initFlags.parallelDirops |
  initFlags.dropPrivileges;

/** A file beside the tree that is there for the kernel alone: see TreeChannel. */
export const ringName = ".ring";

/** What a listing has of a folder: as it was when it began. */
interface Listing {
  readonly names: readonly (readonly [string, number])[];
}

/** Answers what changes nothing. */
export class TreeAnswers {
  readonly #tree: Tree;
  readonly #reply: TreeReply;
  readonly #requests: Buffer;
  readonly #listings = new Map<number, Listing>();
  #lastHandle = 0;

  constructor(tree: Tree, reply: TreeReply, requests: Buffer) {
    this.#tree = tree;
    this.#reply = reply;
    this.#requests = requests;
  }

  /** Returns the reply's length, 0 for none. Throws TreeError. */
  answer(at: number, code: number): number {
    const nodeId = this.#requests.readUInt32LE(at + request.nodeId);
    switch (code) {
      case opcode.init:
        return answerInit(wantedInitFlags, this.#reply, this.#requests, at);
      case opcode.statfs:
        return this.#reply.putStatfs();
      case opcode.release:
        return this.#reply.putEmpty();
      case opcode.releasedir:
        this.#listings.delete(readU64(this.#requests, at + request.body));
        return this.#reply.putEmpty();
      case opcode.forget:
      case opcode.batchForget:
      case opcode.interrupt:
      case opcode.destroy:
        return 0;
    }
    return nodeId < wire.treeRootNode ? this.#beside(at, code, nodeId) : this.#inTree(at, code);
  }

  /** What the mount has beside the tree. */
  #beside(at: number, code: number, nodeId: number): number {
    switch (code) {
      case opcode.lookup: {
        const name = wire.nameOf(this.#requests, at);
        if (name === "tree") return this.#putInode(rootIno);
        const found = name === ringName ? node.ring : nodeNames[name];
        if (found === undefined || found === node.disk) throw new TreeError("ENOENT");
        return this.#reply.putEntry(found, 0);
      }
      case opcode.getattr:
      case opcode.setattr:
        return this.#reply.putAttributes(nodeId, 0);
      case opcode.open:
      case opcode.opendir:
        return this.#reply.putOpen(nodeId, false);
      case opcode.read:
      case opcode.readdir:
      case opcode.readdirplus:
        return this.#reply.putRead(0);
      case opcode.fsync:
      case opcode.fsyncdir:
        return this.#reply.putEmpty();
      case opcode.getxattr:
      case opcode.listxattr:
        throw new TreeError("EOPNOTSUPP");
      case opcode.lseek:
        throw new TreeError("EINVAL");
      case opcode.flush:
      case opcode.access:
        throw new TreeError("ENOSYS");
      default:
        throw new TreeError("EPERM");
    }
  }

  #inTree(at: number, code: number): number {
    const ino = wire.inoOf(this.#requests, at);
    switch (code) {
      case opcode.lookup: {
        const found = this.#tree.lookup(ino, wire.nameOf(this.#requests, at));
        return found === undefined ? this.#reply.putNoInode() : this.#putInode(found.ino);
      }
      case opcode.getattr:
      case opcode.setattr:
        return this.#reply.putInodeAttributes(this.#tree.inode(ino));
      case opcode.open:
        this.#tree.inode(ino);
        return this.#reply.putHandle(0, openFlags.directIo);
      case opcode.opendir:
        return this.#openFolder(ino);
      case opcode.readdir:
      case opcode.readdirplus:
        return this.#list(at, ino, code);
      case opcode.read:
        return this.#read(at, ino);
      case opcode.readlink: {
        const { body } = this.#tree.inode(ino);
        if (typeof body !== "string") throw new TreeError("EINVAL");
        return this.#reply.putBytes(Buffer.from(body, "latin1"));
      }
      case opcode.lseek:
        return this.#seek(at, ino);
      case opcode.getxattr: {
        const value = this.#tree.inode(ino).xattrs.get(wire.nameOf(this.#requests, at));
        checkXattrName(wire.nameOf(this.#requests, at));
        if (value === undefined) throw new TreeError("ENODATA");
        return this.#putValue(at, value);
      }
      case opcode.listxattr: {
        const names = [...this.#tree.inode(ino).xattrs.keys()].sort();
        return this.#putValue(at, Buffer.from(names.map((name) => `${name}\0`).join(""), "latin1"));
      }
      default:
        // Of what is not known the kernel does some by itself: flush, copy_file_range, ioctl.
        throw new TreeError("ENOSYS");
    }
  }

  #putInode(ino: number): number {
    const { versions } = this.#tree;
    return this.#reply.putInode(versions.get(ino), versions.generationOf(ino));
  }

  #openFolder(ino: number): number {
    entriesOf(this.#tree.inode(ino));
    this.#lastHandle += 1;
    return this.#reply.putHandle(this.#lastHandle, 0);
  }

  #list(at: number, ino: number, code: number): number {
    const handle = readU64(this.#requests, at + request.body);
    const start = readU64(this.#requests, at + treeRequest.readOffset);
    const room = this.#requests.readUInt32LE(at + treeRequest.readSize);
    const parentIno = this.#tree.inode(ino).places[0]?.parentIno ?? ino;
    const old = start === 0 ? undefined : this.#listings.get(handle);
    const dots = [[".", ino] as const, ["..", parentIno] as const];
    const listing = old ?? { names: [...dots, ...this.#tree.list(ino)] };
    this.#listings.set(handle, listing);
    this.#reply.beginList();
    const { versions } = this.#tree;
    for (let index = start; index < listing.names.length; index += 1) {
      const [name = "", child = 0] = listing.names[index] ?? [];
      const inode = versions.find(child);
      const format = inode === undefined ? modeBits.file : formatOf(inode);
      const isChild = index >= dots.length && inode !== undefined && inode.places.length > 0;
      const plus = {
        inode: isChild ? inode : undefined,
        generation: versions.generationOf(child),
      };
      const isPlus = code === opcode.readdirplus;
      const entry = { name, ino: child, format };
      if (!this.#reply.addName(room, entry, index + 1, isPlus ? plus : undefined)) break;
    }
    return this.#reply.putList();
  }

  #read(at: number, ino: number): number {
    const offset = readU64(this.#requests, at + request.readOffset);
    const wanted = this.#requests.readUInt32LE(at + request.readSize);
    const { buffer, readStart } = this.#reply;
    return this.#reply.putRead(this.#tree.read(ino, offset, buffer, readStart, wanted));
  }

  #seek(at: number, ino: number): number {
    const data = dataOf(this.#tree.inode(ino));
    const offset = readU64(this.#requests, at + request.seekOffset);
    const whence = this.#requests.readUInt32LE(at + request.seekWhence);
    if (whence !== seekWhence.data && whence !== seekWhence.hole) throw new TreeError("EINVAL");
    if (offset >= data.sizeBytes) throw new TreeError("ENXIO");
    const found = data.nextPlace(offset, whence === seekWhence.data ? "data" : "hole");
    if (whence === seekWhence.data && found >= data.sizeBytes) throw new TreeError("ENXIO");
    return this.#reply.putOffset(found);
  }

  #putValue(at: number, value: Buffer): number {
    const wanted = this.#requests.readUInt32LE(at + treeRequest.xattrWantedBytes);
    if (wanted === 0) return this.#reply.putLength(value.length);
    if (wanted < value.length) throw new TreeError("ERANGE");
    return this.#reply.putBytes(value);
  }
}

/** Throws EOPNOTSUPP for kinds of xattrs that tmpfs does not have. */
export function checkXattrName(name: string): void {
  if (!/^(?:user|trusted|security)\../.test(name)) throw new TreeError("EOPNOTSUPP");
}

/** The errno of what was thrown, when it is one for the target; else it is thrown again. */
export function errnoOf(thrown: unknown): number {
  if (thrown instanceof TreeError) return treeErrno[thrown.code];
  throw thrown;
}
