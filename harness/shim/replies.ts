import { maxTransferBytes, maxWriteBytes, node, openFlags } from "./wire.js";

/** fuse_out_header. */
export const headerBytes = 16;
const attrBytes = 88;

/**
 * One preallocated reply. `begin` copies the request's unique number; the `put…` functions fill
 * the body and return the whole length in bytes, ready to be written to /dev/fuse.
 */
export class Reply {
  readonly buffer = Buffer.alloc(headerBytes + maxTransferBytes);
  readonly #attributeSeconds: number;

  /** `attributeSeconds` tells for how long the kernel need not ask for attributes again. */
  constructor(attributeSeconds: number) {
    this.#attributeSeconds = attributeSeconds;
  }

  begin(request: Buffer, uniqueAt: number): void {
    request.copy(this.buffer, 8, uniqueAt, uniqueAt + 8);
    this.buffer.writeInt32LE(0, 4);
  }

  /** No body. */
  putEmpty(): number {
    return this.finish(0);
  }

  putError(errorNumber: number): number {
    this.buffer.writeInt32LE(-errorNumber, 4);
    return this.finish(0);
  }

  /** fuse_entry_out: the name stays valid for an hour. */
  putEntry(nodeId: number, sizeBytes: number): number {
    this.buffer.fill(0, headerBytes, headerBytes + 40 + attrBytes);
    this.u64(headerBytes, nodeId);
    this.u64(headerBytes + 16, 3600);
    this.u64(headerBytes + 24, this.#attributeSeconds);
    this.#attributes(headerBytes + 40, nodeId, sizeBytes);
    return this.finish(40 + attrBytes);
  }

  /** fuse_attr_out. */
  putAttributes(nodeId: number, sizeBytes: number): number {
    this.buffer.fill(0, headerBytes, headerBytes + 16 + attrBytes);
    this.u64(headerBytes, this.#attributeSeconds);
    this.#attributes(headerBytes + 16, nodeId, sizeBytes);
    return this.finish(16 + attrBytes);
  }

  /** fuse_open_out. */
  putOpen(nodeId: number, keepsCache: boolean): number {
    this.buffer.fill(0, headerBytes, headerBytes + 16);
    const stream = openFlags.directIo | openFlags.nonSeekable | openFlags.stream;
    const disk = keepsCache ? openFlags.keepCache : openFlags.directIo;
    const flags = nodeId === node.disk ? disk : nodeId === node.root ? 0 : stream;
    this.buffer.writeUInt32LE(flags, headerBytes + 8);
    return this.finish(16);
  }

  /** fuse_write_out. */
  putWritten(byteCount: number): number {
    this.buffer.writeUInt32LE(byteCount, headerBytes);
    this.buffer.writeUInt32LE(0, headerBytes + 4);
    return this.finish(8);
  }

  /** fuse_lseek_out. */
  putOffset(offsetBytes: number): number {
    this.u64(headerBytes, offsetBytes);
    return this.finish(8);
  }

  /** The place where the bytes of a READ go, then `putRead` with their number. */
  readonly readStart = headerBytes;

  putRead(byteCount: number): number {
    return this.finish(byteCount);
  }

  /** fuse_statfs_out. The free space is a number that no tool will find too small. */
  putStatfs(): number {
    this.buffer.fill(0, headerBytes, headerBytes + 80);
    for (const at of [0, 8, 16]) this.u64(headerBytes + at, 2 ** 30);
    this.buffer.writeUInt32LE(4096, headerBytes + 40);
    this.buffer.writeUInt32LE(255, headerBytes + 44);
    this.buffer.writeUInt32LE(4096, headerBytes + 48);
    return this.finish(80);
  }

  /** fuse_init_out. */
  putInit(minor: number, flags: number, flags2: number): number {
    this.buffer.fill(0, headerBytes, headerBytes + 64);
    const fields: [number, number][] = [
      [0, 7],
      [4, minor],
      [8, maxTransferBytes],
      [12, flags],
      [20, maxWriteBytes],
      [24, 1],
      [32, flags2],
    ];
    for (const [at, value] of fields) this.buffer.writeUInt32LE(value >>> 0, headerBytes + at);
    this.buffer.writeUInt16LE(12, headerBytes + 16);
    this.buffer.writeUInt16LE(9, headerBytes + 18);
    this.buffer.writeUInt16LE(maxTransferBytes / 4096, headerBytes + 28);
    return this.finish(64);
  }

  #attributes(at: number, nodeId: number, sizeBytes: number): void {
    const folder = nodeId === node.root;
    this.u64(at, nodeId);
    this.u64(at + 8, sizeBytes);
    this.u64(at + 16, Math.ceil(sizeBytes / 512));
    this.buffer.writeUInt32LE(folder ? 0o040777 : 0o100666, at + 60);
    this.buffer.writeUInt32LE(folder ? 2 : 1, at + 64);
    this.buffer.writeUInt32LE(4096, at + 80);
  }

  protected u64(at: number, value: number): void {
    this.buffer.writeUInt32LE(value >>> 0, at);
    this.buffer.writeUInt32LE(Math.floor(value / 2 ** 32), at + 4);
  }

  protected finish(bodyBytes: number): number {
    this.buffer.writeUInt32LE(headerBytes + bodyBytes, 0);
    return headerBytes + bodyBytes;
  }
}
