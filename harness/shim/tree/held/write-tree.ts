import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { FileData, pageBytes } from "./file-data.js";
import { FolderEntries } from "./folder-entries.js";
import { formatOf, rootIno, type Inode } from "./inode.js";
import { pathsOf, walk, type TreeView } from "./tree-diff.js";

const fifo = 0o010000;

/**
 * Writes a real copy of a state into an existing empty folder: files with their holes, hard links,
 * modes and times, owners where this user may give files away. Returns the paths of what it left
 * out: sockets, devices, and files whose xattrs are not there.
 */
export function writeTree(view: TreeView, folder: string): string[] {
  const leftOut: string[] = [];
  const folders: [Buffer, Inode][] = [];
  for (const [path, inode] of walk(view)) {
    const target = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(path, "latin1")]);
    if (inode.xattrs.size > 0) leftOut.push(path);
    if (inode.body instanceof FolderEntries) {
      if (inode.ino !== rootIno) fs.mkdirSync(target, 0o700);
      folders.push([target, inode]);
      continue;
    }
    const [first = path] = inode.links > 1 ? pathsOf(view, inode) : [path];
    if (first !== path && fs.existsSync(below(folder, first))) {
      fs.linkSync(below(folder, first), target);
    } else if (!make(inode, target)) leftOut.push(path);
  }
  // Deepest first: what is made in a folder moves its times, and a folder may be closed to all.
  for (const [target, inode] of folders.reverse()) takeAttributes(inode, target);
  return leftOut;
}

function below(folder: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(path, "latin1")]);
}

/** False for what can't be made. */
function make(inode: Inode, target: Buffer): boolean {
  const { body } = inode;
  if (typeof body === "string") fs.symlinkSync(Buffer.from(body, "latin1"), target);
  else if (body instanceof FileData) writeData(body, target);
  else if (formatOf(inode) === fifo) spawnSync("mkfifo", ["--", target.toString()]);
  else return false;
  takeAttributes(inode, target);
  return true;
}

function writeData(data: FileData, target: Buffer): void {
  const descriptor = fs.openSync(target, "wx", 0o600);
  try {
    fs.ftruncateSync(descriptor, data.sizeBytes);
    for (let at = data.nextPlace(0, "data"); at < data.sizeBytes; at = data.nextPlace(at, "data")) {
      const page = data.page(at / pageBytes);
      if (page === undefined) break;
      fs.writeSync(descriptor, page, 0, Math.min(pageBytes, data.sizeBytes - at), at);
      at += pageBytes;
    }
  } finally {
    fs.closeSync(descriptor);
  }
}

function takeAttributes(inode: Inode, target: Buffer): void {
  try {
    fs.lchownSync(target, inode.uid, inode.gid);
  } catch (error) {
    // Only root gives files away.
    if (!["EPERM", "EINVAL"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
  if (typeof inode.body !== "string") fs.chmodSync(target, inode.mode & 0o7777);
  fs.lutimesSync(target, Number(inode.atimeNs) / 1e9, Number(inode.mtimeNs) / 1e9);
}
