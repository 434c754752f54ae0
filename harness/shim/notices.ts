import { send } from "./fuse-device.js";
import type { PagedDisk } from "./paged-disk.js";
import { notice, node } from "./wire.js";

/** fuse_out_header, then fuse_notify_store_out or fuse_notify_inval_inode_out of 24 bytes. */
const headerBytes = 16;
const dataAt = headerBytes + 24;

/** One notice carries at most this much of the disk. */
const maxDataBytes = 256 * 1024;

/** Tells the kernel what the disk holds. For use while no process has it open. */
export class Notices {
  readonly #descriptor: number;
  readonly #disk: PagedDisk;
  readonly #message = Buffer.alloc(dataAt + maxDataBytes);

  constructor(descriptor: number, disk: PagedDisk) {
    this.#descriptor = descriptor;
    this.#disk = disk;
  }

  /** Puts bytes of the disk into the kernel's cache. The range must lie inside of the disk. */
  store(offsetBytes: number, lengthBytes: number): void {
    for (let done = 0; done < lengthBytes;) {
      const count = Math.min(maxDataBytes, lengthBytes - done);
      this.#begin(notice.store, dataAt + count);
      this.#u64(headerBytes + 8, offsetBytes + done);
      this.#message.writeUInt32LE(count, headerBytes + 16);
      this.#disk.read(offsetBytes + done, this.#message, dataAt, count);
      send(this.#descriptor, this.#message, dataAt + count);
      done += count;
    }
  }

  /** Makes the kernel drop all that it has cached of the disk. A length of 0 means to the end. */
  dropAll(): void {
    this.#begin(notice.invalidateNode, dataAt);
    send(this.#descriptor, this.#message, dataAt);
  }

  #begin(code: number, lengthBytes: number): void {
    this.#message.fill(0, 0, dataAt);
    this.#message.writeUInt32LE(lengthBytes, 0);
    this.#message.writeInt32LE(code, 4);
    this.#message.writeUInt32LE(node.disk, headerBytes);
  }

  #u64(at: number, value: number): void {
    this.#message.writeUInt32LE(value >>> 0, at);
    this.#message.writeUInt32LE(Math.floor(value / 2 ** 32), at + 4);
  }
}
