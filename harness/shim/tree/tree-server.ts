import { receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import { refuseLateWrite } from "../after-the-cut.js";
import { Brake } from "../brake.js";
import { receive, send } from "../fuse-device.js";
import { field, type RunMemory } from "../memory.js";
import { Recorder } from "../recorder.js";
import { errno, maxRequestBytes, node, notice, opcode, request } from "../wire.js";
import { applyTreeRecord, linkedInoOf } from "./apply.js";
import { checkXattrName, errnoOf, TreeAnswers } from "./tree-answers.js";
import type { SentAnswer, SentCommand } from "./tree-command.js";
import { movesTree, TreeKeeper } from "./tree-keeper.js";
import { TreeReply } from "./tree-reply.js";
import * as wire from "./tree-wire.js";
import { noteInos, notePaths } from "./record-notes.js";
import { DecodeError, messageOf } from "../../model/errors.js";
import { TreeError } from "./held/tree-error.js";

const { treeRequest, setattrBits, xattrBits } = wire;

const changing: ReadonlySet<number> = new Set([
  ...[opcode.create, opcode.mknod, opcode.mkdir, opcode.symlink, opcode.tmpfile, opcode.link],
  ...[opcode.unlink, opcode.rmdir, opcode.rename, opcode.rename2, opcode.write, opcode.setattr],
  ...[opcode.fallocate, opcode.setxattr, opcode.removexattr],
]);

const settable =
  setattrBits.mode |
  setattrBits.uid |
  setattrBits.gid |
  setattrBits.size |
  setattrBits.atime |
  setattrBits.mtime |
  setattrBits.dropPrivileges;

/** Serves a tree until it is unmounted, records what is done to it, and does what it is asked. */
export class TreeServer {
  readonly #descriptor: number;
  readonly #memory: RunMemory;
  readonly #port: MessagePort;
  readonly #keeper = new TreeKeeper();
  readonly #brake: Brake;
  readonly #recorder: Recorder;
  readonly #reply = new TreeReply();
  readonly #answers: TreeAnswers;

  constructor(descriptor: number, memory: RunMemory, port: MessagePort) {
    this.#descriptor = descriptor;
    this.#memory = memory;
    this.#port = port;
    this.#brake = new Brake(memory);
    this.#recorder = new Recorder(memory, this.#brake);
    this.#answers = new TreeAnswers(this.#keeper.tree, this.#reply, memory.trace);
  }

  /** Returns when the mount is gone. */
  serve(): void {
    try {
      while (this.#next());
    } finally {
      // Whoever waits for an answer gets none.
      Atomics.store(this.#memory.control, field.answerCount, -1);
      Atomics.notify(this.#memory.control, field.answerCount);
    }
  }

  #next(): boolean {
    const { trace } = this.#memory;
    const at = this.#recorder.tailBytes();
    const length = receive(this.#descriptor, trace, at, maxRequestBytes);
    if (length < 0) return false;
    if (length === 0) return true;
    const replyBytes = this.#answer(this.#recorder.settled(at, length));
    if (replyBytes > 0) send(this.#descriptor, this.#reply.buffer, replyBytes);
    return true;
  }

  #answer(at: number): number {
    const { trace } = this.#memory;
    const code = trace.readUInt32LE(at + request.opcode);
    if (code === opcode.notifyReply) return this.#obey();
    this.#reply.begin(trace, at + request.unique);
    try {
      const nodeId = trace.readUInt32LE(at + request.nodeId);
      if (nodeId < wire.treeRootNode) {
        if (code === opcode.write) return this.#recorder.output(this.#reply, at, nodeId);
        return this.#answers.answer(at, code);
      }
      if (isChange(trace, at, code)) return this.#change(at, code);
      if (code === opcode.fsync || code === opcode.fsyncdir) return this.#flush(at);
      if (code === opcode.read && this.#brake.refuses()) return this.#reply.putError(errno.EIO);
      return this.#answers.answer(at, code);
    } catch (thrown) {
      return this.#reply.putError(errnoOf(thrown));
    }
  }

  /** Does what the main thread asks. */
  #obey(): number {
    for (;;) {
      const received = receiveMessageOnPort(this.#port) as { message: SentCommand } | undefined;
      if (received === undefined) return 0;
      const { name, takes } = received.message;
      let answer: SentAnswer;
      try {
        const gives = this.#keeper.answer(name, takes);
        if (movesTree.has(name)) this.#outdateKernel();
        answer = { kind: "done", gives };
      } catch (error) {
        const path = error instanceof DecodeError ? { path: error.path } : {};
        answer = { kind: "failed", message: messageOf(error), ...path };
      }
      this.#port.postMessage(answer);
      Atomics.add(this.#memory.control, field.answerCount, 1);
      Atomics.notify(this.#memory.control, field.answerCount);
    }
  }

  /**
   * Makes the kernel forget all that it knows of the tree: of its root, and with it of what is
   * below. fuse_notify_inval_entry_out is 16 bytes, and the name follows.
   */
  #outdateKernel(): void {
    const name = "tree";
    const message = Buffer.alloc(16 + 16 + name.length + 1);
    message.writeUInt32LE(message.length, 0);
    message.writeInt32LE(notice.invalidateEntry, 4);
    message.writeUInt32LE(node.root, 16);
    message.writeUInt32LE(name.length, 24);
    message.write(name, 32);
    send(this.#descriptor, message, message.length);
  }

  #flush(at: number): number {
    if (this.#brake.refuses()) return this.#reply.putError(errno.EIO);
    this.#recorder.stamp(at);
    notePaths(this.#memory.trace, at, [
      this.#keeper.tree.nameFor(wire.inoOf(this.#memory.trace, at)),
    ]);
    this.#recorder.keep(at);
    return this.#reply.putEmpty();
  }

  /** One change of the tree: held at the cut, applied, recorded. */
  #change(at: number, code: number): number {
    const { control, trace } = this.#memory;
    const pid = trace.readUInt32LE(at + request.pid);
    if (this.#brake.refuses()) return this.#reply.putError(refuseLateWrite(this.#memory, pid));
    const dataBytes = code === opcode.write ? trace.readUInt32LE(at + request.writeSize) : 0;
    const tornBytes = this.#brake.tornBytes(dataBytes);
    if (tornBytes === 0) return this.#cut(pid);
    const { tree } = this.#keeper;
    this.#recorder.stamp(at);
    const paths = noteInos(tree, trace, at, code);
    if (code === opcode.setxattr) this.#checkXattr(at);
    applyTreeRecord(tree, trace, at, tornBytes ?? dataBytes);
    const replyBytes = this.#changed(at, code, dataBytes);
    notePaths(trace, at, paths);
    this.#recorder.keep(at);
    if (tornBytes !== undefined) return this.#cut(pid);
    const count = (control[field.writeCount] ?? 0) + 1;
    control[field.writeCount] = count;
    this.#brake.delay(count, 1);
    if (this.#brake.cutsAfterWrite()) return this.#cut(pid);
    this.#brake.interruptAfterWrite();
    this.#brake.killAfter();
    return replyBytes;
  }

  /** XATTR_CREATE and XATTR_REPLACE of setxattr(2). */
  #checkXattr(at: number): void {
    const { trace } = this.#memory;
    const name = wire.nameOf(trace, at);
    checkXattrName(name);
    const flags = trace.readUInt32LE(at + treeRequest.xattrFlags);
    const isThere = this.#keeper.tree.inode(wire.inoOf(trace, at)).xattrs.has(name);
    if (isThere && flags === xattrBits.create) throw new TreeError("EEXIST");
    if (!isThere && flags === xattrBits.replace) throw new TreeError("ENODATA");
  }

  #cut(pid: number): number {
    this.#brake.cut(pid);
    return this.#reply.putError(errno.EIO);
  }

  /** The answer to a change that was applied. */
  #changed(at: number, code: number, dataBytes: number): number {
    const { trace } = this.#memory;
    const { versions } = this.#keeper.tree;
    switch (code) {
      case opcode.write:
        return this.#reply.putWritten(dataBytes);
      case opcode.setattr:
        return this.#reply.putInodeAttributes(versions.get(wire.inoOf(trace, at)));
      case opcode.mknod:
      case opcode.mkdir:
      case opcode.symlink:
      case opcode.link: {
        const ino = code === opcode.link ? linkedInoOf(trace, at) : wire.ownInoOf(trace, at);
        return this.#reply.putInode(versions.get(ino), versions.generationOf(ino));
      }
      case opcode.create:
      case opcode.tmpfile: {
        const ino = wire.ownInoOf(trace, at);
        return this.#reply.putMade(versions.get(ino), versions.generationOf(ino));
      }
      default:
        return this.#reply.putEmpty();
    }
  }
}

function isChange(requests: Buffer, at: number, code: number): boolean {
  if (code === opcode.setattr) {
    return (requests.readUInt32LE(at + request.setattrValid) & settable) !== 0;
  }
  return changing.has(code);
}
