import { Brake } from "../brake.js";
import { receive, send } from "../fuse-device.js";
import { keepHouse, type Served } from "../housekeeping.js";
import { failure, field, state, type SharedMemory } from "../memory.js";
import { PagedDisk, StoreFull } from "../paged-disk.js";
import { applyRecord } from "../record.js";
import { refusalOf } from "../refusal.js";
import { Reply } from "../replies.js";
import { answerSeek } from "../seek.js";
import * as wire from "../wire.js";

const { opcode, request, node, errno } = wire;

/** The kernel asks for attributes so seldom: it owns the size and the times. */
const attributeSeconds = 3600;

/**
 * Serves the disk alone, and records nothing. The kernel keeps what is written in its page cache
 * and sends it when a file is closed or synced, so that neither order nor boundaries are true.
 */
export class PlainServer implements Served {
  readonly nodes = { "disk.img": node.disk };
  readonly keepsCache = true;
  readonly extraInitFlags = wire.initFlags.writebackCache;
  readonly #descriptor: number;
  readonly #memory: SharedMemory;
  readonly #disk: PagedDisk;
  readonly #brake: Brake;
  readonly #request = Buffer.alloc(wire.maxRequestBytes);
  readonly #reply = new Reply(attributeSeconds);
  /** Descriptors of the disk that may write. */
  #writerCount = 0;

  constructor(descriptor: number, memory: SharedMemory) {
    this.#descriptor = descriptor;
    this.#memory = memory;
    this.#disk = new PagedDisk(memory);
    this.#brake = new Brake(memory);
  }

  sizeOf(nodeId: number): number {
    return nodeId === node.disk ? this.#disk.sizeBytes : 0;
  }

  /** Returns when the mount is gone. */
  serve(): void {
    for (;;) {
      const length = receive(this.#descriptor, this.#request, 0, this.#request.length);
      if (length < 0) return;
      if (length === 0) continue;
      this.#reply.begin(this.#request, request.unique);
      const replyBytes = this.#answer();
      if (replyBytes > 0) send(this.#descriptor, this.#reply.buffer, replyBytes);
    }
  }

  #answer(): number {
    const nodeId = this.#request.readUInt32LE(request.nodeId);
    switch (this.#request.readUInt32LE(request.opcode)) {
      case opcode.write: {
        const size = this.#request.readUInt32LE(request.writeSize);
        return this.#change(size) ?? this.#reply.putWritten(size);
      }
      case opcode.read:
        return this.#read();
      case opcode.fallocate:
        return this.#change(0) ?? this.#reply.putEmpty();
      case opcode.setattr:
        return this.#setAttributes(nodeId);
      case opcode.fsync:
        return this.#reply.putEmpty();
      case opcode.lseek:
        return this.#seek();
      case opcode.open:
        this.#countWriter(request.openFlags, 1);
        break;
      case opcode.release:
        this.#countWriter(request.releaseFlags, -1);
        break;
    }
    return keepHouse(this, this.#reply, this.#request, 0);
  }

  #countWriter(flagsAt: number, count: 1 | -1): void {
    if ((this.#request.readUInt32LE(flagsAt) & wire.writableBits) !== 0) this.#writerCount += count;
  }

  /**
   * While somebody may write, the kernel alone knows where data are. By ENOSYS it is told to answer
   * for itself from now on: that all is data.
   */
  #seek(): number {
    if (this.#writerCount > 0) return this.#reply.putError(errno.ENOSYS);
    if (this.#brake.refuses()) return this.#reply.putError(errno.EIO);
    return answerSeek(this.#memory, this.#reply, this.#request, 0);
  }

  /** A size that the disk has already is no change: so the kernel is told of a new size. */
  #setAttributes(nodeId: number): number {
    const valid = this.#request.readUInt32LE(request.setattrValid);
    if (nodeId === node.disk && (valid & wire.setattrSizeBit) !== 0) {
      const sizeBytes = wire.readU64(this.#request, request.setattrSize);
      const refusal = sizeBytes === this.#disk.sizeBytes ? undefined : this.#change(0);
      if (refusal !== undefined) return refusal;
    }
    return this.#reply.putAttributes(nodeId, this.sizeOf(nodeId));
  }

  /** Applies the request to the disk. Returns the length of an error reply if it can't. */
  #change(dataBytes: number): number | undefined {
    if (this.#brake.refuses()) return this.#reply.putError(errno.EIO);
    const refusal = refusalOf(this.#disk, this.#request, 0);
    if (refusal !== 0) return this.#reply.putError(refusal);
    try {
      applyRecord(this.#disk, this.#request, 0, dataBytes);
      return undefined;
    } catch (error) {
      if (!(error instanceof StoreFull)) throw error;
      const { control } = this.#memory;
      control[field.failure] = failure.storeFull;
      if (control[field.state] === state.serving) this.#brake.cut();
      return this.#reply.putError(errno.ENOSPC);
    }
  }

  #read(): number {
    if (this.#brake.refuses()) return this.#reply.putError(errno.EIO);
    const offset = wire.readU64(this.#request, request.readOffset);
    const wanted = this.#request.readUInt32LE(request.readSize);
    const count = Math.max(0, Math.min(wanted, this.#disk.sizeBytes - offset));
    this.#disk.read(offset, this.#reply.buffer, this.#reply.readStart, count);
    return this.#reply.putRead(count);
  }
}
