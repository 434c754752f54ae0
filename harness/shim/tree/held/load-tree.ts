import * as fs from "node:fs";
import { HarnessError } from "../../../model/errors.js";
import { pageBytes } from "./file-data.js";
import { modeBits, rootIno, type Place } from "./inode.js";
import type { LoadedTree } from "../tree-command.js";
import type { Tree } from "./tree.js";

const pieceBytes = 256 * pageBytes;
/** What of the free memory a tree may take. */
const memoryShare = 0.8;

const unfit: Readonly<Record<number, string>> = {
  0o010000: "a fifo",
  0o140000: "a socket",
  0o060000: "a block device",
  0o020000: "a character device",
};

/**
 * Fills an empty tree with a copy of a folder, and makes that its base. Inodes are numbered in the
 * order of a walk with sorted names, so that they are the same on each machine. Throws HarnessError
 * where something can't be copied, or changes while it is read.
 */
export function loadTree(tree: Tree, folder: string): LoadedTree {
  const loading = new Loading(tree);
  loading.takeRoot(Buffer.from(folder));
  tree.versions.adoptAsBase();
  return { inodeCount: loading.inodeCount, dataBytes: loading.dataBytes };
}

class Loading {
  readonly #tree: Tree;
  /** Files with several names, by device and inode. */
  readonly #seen = new Map<string, number>();
  readonly #piece = Buffer.allocUnsafe(pieceBytes);
  readonly #mostBytes = availableBytes() * memoryShare;
  inodeCount = 1;
  dataBytes = 0;

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  takeRoot(folder: Buffer): void {
    const stat = fs.statSync(folder, { bigint: true });
    if (!stat.isDirectory()) throw new HarnessError(`${folder.toString()} is no folder`);
    this.#takeFolder(folder, rootIno);
    this.#takeAttributes(rootIno, stat);
  }

  #takeFolder(folder: Buffer, ino: number): void {
    const names = fs
      .readdirSync(folder, { encoding: "buffer" })
      .sort((one, other) => one.compare(other));
    for (const name of names) {
      const path = Buffer.concat([folder, Buffer.from("/"), name]);
      this.#take(path, { parentIno: ino, name: name.toString("latin1") });
    }
  }

  #take(path: Buffer, place: Place): void {
    const stat = fs.lstatSync(path, { bigint: true });
    const mode = Number(stat.mode);
    const what = unfit[mode & modeBits.format];
    if (what !== undefined) {
      throw new HarnessError(
        `a tree can't have ${what}: ${path.toString()}. Take it out, or use a copy without it`,
      );
    }
    const key = `${stat.dev}:${stat.ino}`;
    const known = stat.isDirectory() ? undefined : this.#seen.get(key);
    if (known !== undefined) {
      this.#tree.link(known, place, 0n);
      return;
    }
    const ino = this.#tree.versions.nextIno;
    if (stat.nlink > 1n) this.#seen.set(key, ino);
    const isLink = stat.isSymbolicLink();
    const target = isLink ? fs.readlinkSync(path, { encoding: "buffer" }) : undefined;
    const owner = { uid: Number(stat.uid), gid: Number(stat.gid) };
    const made = { ino, mode, ...owner, ...(target && { target: target.toString("latin1") }) };
    this.#tree.make(place, made, 0n);
    this.inodeCount += 1;
    if (stat.isFile()) this.#takeData(path, ino, stat);
    if (stat.isDirectory()) this.#takeFolder(path, ino);
    this.#takeAttributes(ino, stat);
  }

  #takeAttributes(ino: number, stat: fs.BigIntStats): void {
    const { atimeNs, mtimeNs, ctimeNs } = stat;
    const owner = { uid: Number(stat.uid), gid: Number(stat.gid) };
    const mode = Number(stat.mode);
    this.#tree.setAttributes(ino, { mode, ...owner, atimeNs, mtimeNs }, ctimeNs);
  }

  #takeData(path: Buffer, ino: number, before: fs.BigIntStats): void {
    const sizeBytes = Number(before.size);
    const isSparse = before.blocks * 512n < before.size;
    const descriptor = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW);
    try {
      this.#tree.truncate(ino, sizeBytes, 0n);
      for (let at = 0; at < sizeBytes;) {
        const count = fs.readSync(descriptor, this.#piece, 0, pieceBytes, at);
        if (count === 0) break;
        this.#takePiece(ino, at, count, isSparse);
        at += count;
      }
      const after = fs.fstatSync(descriptor, { bigint: true });
      if (after.size !== before.size || after.mtimeNs !== before.mtimeNs) {
        throw new HarnessError(
          `${path.toString()} changed while it was read. End what writes to it`,
        );
      }
    } finally {
      fs.closeSync(descriptor);
    }
  }

  #takePiece(ino: number, at: number, count: number, isSparse: boolean): void {
    for (let done = 0; done < count; done += pageBytes) {
      const length = Math.min(pageBytes, count - done);
      if (isSparse && isZero(this.#piece.subarray(done, done + length))) continue;
      this.#tree.write(ino, at + done, this.#piece, done, length, 0n);
      this.dataBytes += length;
    }
    if (this.dataBytes <= this.#mostBytes) return;
    throw new HarnessError(
      `the tree is too large for memory: more than ${this.dataBytes} bytes of data, ` +
        `and ${Math.floor(this.#mostBytes)} bytes may be used. Use a smaller one`,
    );
  }
}

function isZero(bytes: Buffer): boolean {
  return bytes[0] === 0 && bytes.compare(bytes, 1, bytes.length, 0, bytes.length - 1) === 0;
}

function availableBytes(): number {
  const info = fs.readFileSync("/proc/meminfo", "utf8");
  return Number(/^MemAvailable:\s*(\d+) kB$/m.exec(info)?.[1] ?? Infinity) * 1024;
}
