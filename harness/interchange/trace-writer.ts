import { fallocateMode, node, opcode, request } from "../shim/wire.js";

/** O_DSYNC as the kernel puts it into the flags of a write. */
const dsyncBit = 0o10000;

/** fuse_fsync_in and fuse_fallocate_in behind the header, as in include/uapi/linux/fuse.h. */
const fsyncBytes = request.body + 16;
const fallocateBytes = request.body + 32;

/** How many bytes of a trace each record takes. */
export const traceBytesOf = {
  flush: aligned(fsyncBytes),
  zero: aligned(fallocateBytes),
  data: (lengthBytes: number): number => aligned(request.writeData + lengthBytes),
} as const;

/**
 * Makes the bytes of a trace that nobody recorded: FUSE requests, as `decodeTrace` reads them, of
 * no process and at time 0.
 */
export class TraceWriter {
  readonly bytes: Buffer;
  #tail = 0;

  /** `sizeBytes` is what the records will take, by `traceBytesOf`. */
  constructor(sizeBytes: number) {
    this.bytes = Buffer.alloc(sizeBytes);
  }

  flush(): void {
    this.#record(opcode.fsync, node.disk, fsyncBytes);
  }

  /** A hole punched into the disk. */
  zero(offsetBytes: number, lengthBytes: number): void {
    const at = this.#record(opcode.fallocate, node.disk, fallocateBytes);
    this.#u64(offsetBytes, at + request.fallocateOffset);
    this.#u64(lengthBytes, at + request.fallocateLength);
    const mode = fallocateMode.keepSize | fallocateMode.punchHole;
    this.bytes.writeUInt32LE(mode, at + request.fallocateMode);
  }

  /** A write to the disk. Returns the place for its data, which the caller fills. */
  data(offsetBytes: number, lengthBytes: number, synchronous: boolean): Buffer {
    const at = this.#record(opcode.write, node.disk, request.writeData + lengthBytes);
    this.#u64(offsetBytes, at + request.writeOffset);
    this.bytes.writeUInt32LE(lengthBytes, at + request.writeSize);
    this.bytes.writeUInt32LE(synchronous ? dsyncBit : 0, at + request.writeFileFlags);
    return this.#dataAt(at, lengthBytes);
  }

  /** A piece of output on stdout. */
  output(text: Buffer): void {
    const at = this.#record(opcode.write, node.stdout, request.writeData + text.length);
    this.bytes.writeUInt32LE(text.length, at + request.writeSize);
    text.copy(this.#dataAt(at, text.length));
  }

  #dataAt(at: number, lengthBytes: number): Buffer {
    return this.bytes.subarray(at + request.writeData, at + request.writeData + lengthBytes);
  }

  #record(code: number, nodeId: number, lengthBytes: number): number {
    const at = this.#tail;
    this.#tail += aligned(lengthBytes);
    this.bytes.writeUInt32LE(lengthBytes, at + request.lengthBytes);
    this.bytes.writeUInt32LE(code, at + request.opcode);
    this.bytes.writeUInt32LE(nodeId, at + request.nodeId);
    return at;
  }

  #u64(value: number, at: number): void {
    this.bytes.writeBigUInt64LE(BigInt(value), at);
  }
}

function aligned(lengthBytes: number): number {
  return Math.ceil(lengthBytes / 8) * 8;
}
