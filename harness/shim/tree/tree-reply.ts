import { headerBytes, Reply } from "../replies.js";
import { openFlags } from "../wire.js";
import { FileData, pageBytes } from "./held/file-data.js";
import { formatOf, modeBits, sizeOf, type Inode } from "./held/inode.js";
import { nodeOf } from "./tree-wire.js";

/**
 * The kernel keeps names and attributes for so long: it sees each change of a run, and is told when
 * the tree goes to another state.
 */
export const keptSeconds = 3600;

const attributesBytes = 88;
const entryBytes = 40 + attributesBytes;
const direntBytes = 24;

/** Replies about inodes of a tree: see Reply. */
export class TreeReply extends Reply {
  /** Where the next name of a listing goes. */
  #listed = 0;

  constructor() {
    super(keptSeconds);
  }

  /** fuse_entry_out. */
  putInode(inode: Inode, generation: number): number {
    this.#entry(headerBytes, inode, generation);
    return this.finish(entryBytes);
  }

  /** The same with a fuse_open_out behind it: a file that was made is open. */
  putMade(inode: Inode, generation: number): number {
    this.#entry(headerBytes, inode, generation);
    this.#open(headerBytes + entryBytes, 0, openFlags.directIo);
    return this.finish(entryBytes + 16);
  }

  /** A name that stands for nothing, which the kernel may keep. */
  putNoInode(): number {
    this.buffer.fill(0, headerBytes, headerBytes + entryBytes);
    this.u64(headerBytes + 16, keptSeconds);
    return this.finish(entryBytes);
  }

  /** fuse_attr_out. */
  putInodeAttributes(inode: Inode): number {
    this.buffer.fill(0, headerBytes, headerBytes + 16 + attributesBytes);
    this.u64(headerBytes, keptSeconds);
    this.#inode(headerBytes + 16, inode);
    return this.finish(16 + attributesBytes);
  }

  /** fuse_open_out. */
  putHandle(handle: number, flags: number): number {
    this.#open(headerBytes, handle, flags);
    return this.finish(16);
  }

  putBytes(bytes: Buffer): number {
    bytes.copy(this.buffer, headerBytes);
    return this.finish(bytes.length);
  }

  /** fuse_getxattr_out: how large a value is. */
  putLength(lengthBytes: number): number {
    this.u64(headerBytes, lengthBytes);
    return this.finish(8);
  }

  beginList(): void {
    this.#listed = headerBytes;
  }

  /**
   * fuse_dirent of a listing of `roomBytes`; `next` is where it goes on behind it. With a
   * generation fuse_direntplus. False where there is no room.
   */
  addName(
    roomBytes: number,
    { name, ino, format }: { readonly name: string; readonly ino: number; readonly format: number },
    next: number,
    plus?: { readonly inode: Inode | undefined; readonly generation: number },
  ): boolean {
    const plusBytes = plus === undefined ? 0 : entryBytes;
    const wanted = Math.ceil((plusBytes + direntBytes + name.length) / 8) * 8;
    if (this.#listed - headerBytes + wanted > roomBytes) return false;
    this.buffer.fill(0, this.#listed, this.#listed + wanted);
    if (plus?.inode !== undefined) this.#entry(this.#listed, plus.inode, plus.generation);
    const at = this.#listed + plusBytes;
    this.u64(at, ino);
    this.u64(at + 8, next);
    this.buffer.writeUInt32LE(name.length, at + 16);
    this.buffer.writeUInt32LE(format >>> 12, at + 20);
    this.buffer.write(name, at + direntBytes, "latin1");
    this.#listed += wanted;
    return true;
  }

  putList(): number {
    return this.finish(this.#listed - headerBytes);
  }

  #entry(at: number, inode: Inode, generation: number): void {
    this.buffer.fill(0, at, at + entryBytes);
    this.u64(at, nodeOf(inode.ino));
    this.u64(at + 8, generation);
    this.u64(at + 16, keptSeconds);
    this.u64(at + 24, keptSeconds);
    this.#inode(at + 40, inode);
  }

  #open(at: number, handle: number, flags: number): void {
    this.u64(at, handle);
    this.buffer.writeUInt32LE(flags, at + 8);
    this.buffer.writeUInt32LE(0, at + 12);
  }

  /** fuse_attr, over zeros. */
  #inode(at: number, inode: Inode): void {
    const { buffer } = this;
    const { body } = inode;
    this.u64(at, inode.ino);
    this.u64(at + 8, sizeOf(inode));
    const isFile = body instanceof FileData;
    this.u64(at + 16, isFile ? body.pageCount() * (pageBytes / 512) : 0);
    this.#time(at + 24, at + 48, inode.atimeNs);
    this.#time(at + 32, at + 52, inode.mtimeNs);
    this.#time(at + 40, at + 56, inode.ctimeNs);
    buffer.writeUInt32LE(inode.mode, at + 60);
    buffer.writeUInt32LE(inode.links, at + 64);
    buffer.writeUInt32LE(inode.uid, at + 68);
    buffer.writeUInt32LE(inode.gid, at + 72);
    const isDevice = formatOf(inode) !== modeBits.folder && !isFile && body === undefined;
    buffer.writeUInt32LE(isDevice ? inode.device : 0, at + 76);
    buffer.writeUInt32LE(pageBytes, at + 80);
  }

  #time(secondsAt: number, nanosecondsAt: number, timeNs: bigint): void {
    const seconds = timeNs / 1_000_000_000n - (timeNs % 1_000_000_000n < 0n ? 1n : 0n);
    this.buffer.writeBigInt64LE(seconds, secondsAt);
    this.buffer.writeUInt32LE(Number(timeNs - seconds * 1_000_000_000n), nanosecondsAt);
  }
}
