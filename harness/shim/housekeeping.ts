import type { Reply } from "./replies.js";
import * as wire from "./wire.js";

const { opcode, request, errno } = wire;

/** What a mount serves, as far as requests that change no byte need to know. */
export interface Served {
  /** Node numbers by file name. */
  readonly nodes: Readonly<Record<string, number>>;
  /** In bytes. */
  sizeOf(nodeId: number): number;
  /** The kernel keeps what it has cached of the disk; without it, nothing is cached. */
  readonly keepsCache: boolean;
  /** Bits of INIT that this mount wants besides those that all want. */
  readonly extraInitFlags: number;
}

/**
 * Answers the request at `at` of `requests` when it neither reads nor changes bytes of a file.
 * Returns the reply's length, 0 for none. What is not known gets ENOSYS.
 */
export function keepHouse(served: Served, reply: Reply, requests: Buffer, at: number): number {
  const nodeId = requests.readUInt32LE(at + request.nodeId);
  switch (requests.readUInt32LE(at + request.opcode)) {
    case opcode.lookup: {
      const nameAt = at + request.body;
      const found = served.nodes[requests.toString("utf8", nameAt, requests.indexOf(0, nameAt))];
      if (found === undefined) return reply.putError(errno.ENOENT);
      return reply.putEntry(found, served.sizeOf(found));
    }
    case opcode.getattr:
      return reply.putAttributes(nodeId, served.sizeOf(nodeId));
    case opcode.open:
    case opcode.opendir:
      return reply.putOpen(nodeId, served.keepsCache);
    case opcode.readdir:
      return reply.putRead(0);
    case opcode.flush:
    case opcode.release:
    case opcode.releasedir:
      return reply.putEmpty();
    case opcode.statfs:
      return reply.putStatfs();
    case opcode.init:
      return answerInit(served.extraInitFlags, reply, requests, at);
    case opcode.forget:
    case opcode.batchForget:
    case opcode.interrupt:
    case opcode.destroy:
      return 0;
    case opcode.create:
    case opcode.mknod:
    case opcode.mkdir:
    case opcode.unlink:
    case opcode.rmdir:
    case opcode.rename:
    case opcode.rename2:
    case opcode.link:
    case opcode.symlink:
      return reply.putError(errno.EPERM);
    default:
      return reply.putError(errno.ENOSYS);
  }
}

/** Answers INIT: what all mounts want of what the kernel offers, and bits that this one wants. */
export function answerInit(extraFlags: number, reply: Reply, requests: Buffer, at: number): number {
  const offered = requests.readUInt32LE(at + request.initFlags);
  const offered2 = requests.readUInt32LE(at + request.initFlags2);
  const { asyncRead, bigWrites, maxPages, initExt, directIoAllowMmap } = wire.initFlags;
  const wanted = asyncRead | bigWrites | maxPages | initExt | extraFlags;
  const extended = (offered & initExt) !== 0;
  return reply.putInit(36, offered & wanted, extended ? offered2 & directIoAllowMmap : 0);
}
