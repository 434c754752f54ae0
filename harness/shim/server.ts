import { refuseLateWrite } from "./after-the-cut.js";
import { Brake } from "./brake.js";
import { receive, send } from "./fuse-device.js";
import { keepHouse, type Served } from "./housekeeping.js";
import { failure, field, state, type SharedMemory } from "./memory.js";
import { PagedDisk, StoreFull } from "./paged-disk.js";
import { applyRecord } from "./record.js";
import { Recorder } from "./recorder.js";
import { refusalOf } from "./refusal.js";
import { Reply } from "./replies.js";
import { answerSeek } from "./seek.js";
import * as wire from "./wire.js";

const { opcode, request, node, errno } = wire;

/**
 * Answers the kernel's requests for one mount until it is unmounted. Each request is read
 * straight into the trace, so that the raw request is the record; what is no record is
 * overwritten by the next.
 */
export class Server implements Served {
  readonly nodes = wire.nodeNames;
  readonly keepsCache = false;
  readonly extraInitFlags = 0;
  readonly #descriptor: number;
  readonly #memory: SharedMemory;
  readonly #disk: PagedDisk;
  readonly #brake: Brake;
  readonly #reply = new Reply(0);
  readonly #words: Uint32Array;
  readonly #recorder: Recorder;

  constructor(descriptor: number, memory: SharedMemory) {
    this.#descriptor = descriptor;
    this.#memory = memory;
    this.#disk = new PagedDisk(memory);
    this.#brake = new Brake(memory);
    const { buffer, byteOffset, length } = memory.trace;
    this.#words = new Uint32Array(buffer, byteOffset, length / 4);
    this.#recorder = new Recorder(memory, this.#brake);
  }

  /** Returns when the mount is gone. */
  serve(): void {
    const { trace } = this.#memory;
    for (;;) {
      const at = this.#recorder.tailBytes();
      const room = Math.min(wire.maxRequestBytes, trace.length - at);
      const length = receive(this.#descriptor, trace, at, room);
      if (length < 0) return;
      if (length === 0) continue;
      const replyBytes = this.#answer(this.#recorder.settled(at, length));
      if (replyBytes > 0) send(this.#descriptor, this.#reply.buffer, replyBytes);
    }
  }

  /** Handles the request at `at`; returns the reply's length, 0 for none. */
  #answer(at: number): number {
    const words = this.#words;
    const base = at / 4;
    const code = words[base + request.opcode / 4] ?? 0;
    const nodeId = words[base + request.nodeId / 4] ?? 0;
    this.#reply.begin(this.#memory.trace, at + request.unique);
    switch (code) {
      case opcode.write:
        if (nodeId === node.disk) return this.#write(at);
        return this.#recorder.output(this.#reply, at, nodeId);
      case opcode.read:
        return this.#read(at, nodeId);
      case opcode.fsync:
        if (nodeId === node.disk) this.#keep(at);
        return this.#reply.putEmpty();
      case opcode.fallocate:
        return this.#fallocate(at, nodeId);
      case opcode.setattr:
        return this.#setattr(at, nodeId);
      case opcode.lseek:
        return this.#seek(at, nodeId);
      default:
        return keepHouse(this, this.#reply, this.#memory.trace, at);
    }
  }

  #write(at: number): number {
    const size = this.#words[(at + request.writeSize) / 4] ?? 0;
    const offset = this.#u64(at + request.writeOffset);
    if (offset + size > this.#disk.sizeLimitBytes) return this.#reply.putError(errno.EFBIG);
    return this.#change(at, offset, size);
  }

  #fallocate(at: number, nodeId: number): number {
    if (nodeId !== node.disk) return this.#reply.putError(errno.EOPNOTSUPP);
    const refusal = refusalOf(this.#disk, this.#memory.trace, at);
    if (refusal !== 0) return this.#reply.putError(refusal);
    return this.#change(at, this.#u64(at + request.fallocateOffset), 0);
  }

  #setattr(at: number, nodeId: number): number {
    const valid = this.#words[(at + request.setattrValid) / 4] ?? 0;
    if (nodeId !== node.disk || (valid & wire.setattrSizeBit) === 0) {
      return this.#reply.putAttributes(nodeId, this.sizeOf(nodeId));
    }
    const refusal = refusalOf(this.#disk, this.#memory.trace, at);
    if (refusal !== 0) return this.#reply.putError(refusal);
    const sizeBytes = this.#u64(at + request.setattrSize);
    const error = this.#change(at, sizeBytes, 0);
    return this.#failed() ? error : this.#reply.putAttributes(nodeId, sizeBytes);
  }

  #seek(at: number, nodeId: number): number {
    if (nodeId !== node.disk) return this.#reply.putError(errno.EINVAL);
    if (this.#brake.refuses()) return this.#reply.putError(errno.EIO);
    return answerSeek(this.#memory, this.#reply, this.#memory.trace, at);
  }

  /** One change of the disk: held at the cut, applied, recorded. */
  #change(at: number, offsetBytes: number, dataBytes: number): number {
    const { control } = this.#memory;
    if (this.#brake.refuses()) {
      const pid = this.#words[(at + request.pid) / 4] ?? 0;
      return this.#reply.putError(refuseLateWrite(this.#memory, pid));
    }
    const tornBytes = this.#brake.tornBytes(dataBytes);
    if (tornBytes === 0) return this.#cut(at);
    try {
      applyRecord(this.#disk, this.#memory.trace, at, tornBytes ?? dataBytes);
    } catch (error) {
      if (!(error instanceof StoreFull)) throw error;
      return this.#recorder.fail(this.#reply, failure.storeFull);
    }
    this.#keep(at);
    if (tornBytes !== undefined) return this.#cut(at);
    control[field.writeCount] = (control[field.writeCount] ?? 0) + 1;
    this.#brake.delay(offsetBytes, dataBytes);
    if (this.#brake.cutsAfterWrite()) return this.#cut(at);
    this.#brake.interruptAfterWrite();
    this.#brake.killAfter();
    return dataBytes > 0 ? this.#reply.putWritten(dataBytes) : this.#reply.putEmpty();
  }

  #cut(at: number): number {
    this.#brake.cut(this.#words[(at + request.pid) / 4] ?? 0);
    return this.#reply.putError(errno.EIO);
  }

  #read(at: number, nodeId: number): number {
    if (nodeId !== node.disk) return this.#reply.putRead(0);
    if (this.#brake.refuses()) return this.#reply.putError(errno.EIO);
    const offset = this.#u64(at + request.readOffset);
    const wanted = this.#words[(at + request.readSize) / 4] ?? 0;
    const count = Math.max(0, Math.min(wanted, this.#disk.sizeBytes - offset));
    this.#disk.read(offset, this.#reply.buffer, this.#reply.readStart, count);
    return this.#reply.putRead(count);
  }

  #keep(at: number): void {
    this.#recorder.stamp(at);
    this.#recorder.keep(at);
  }

  #failed(): boolean {
    return this.#memory.control[field.state] !== state.serving;
  }

  sizeOf(nodeId: number): number {
    return nodeId === node.disk ? this.#disk.sizeBytes : 0;
  }

  #u64(at: number): number {
    return (this.#words[at / 4] ?? 0) + (this.#words[at / 4 + 1] ?? 0) * 2 ** 32;
  }
}
