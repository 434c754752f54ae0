import { FileData } from "./file-data.js";
import { FolderEntries } from "./folder-entries.js";
import * as inodes from "./inode.js";
import { rename, type RenameHow } from "./rename.js";
import { TreeError } from "./tree-error.js";
import { Versions, type SavedVersions } from "./versions.js";

const { modeBits, rootIno, dataOf, entriesOf } = inodes;
type Inode = inodes.Inode;
type Place = inodes.Place;

/** What a new inode is to be. `mode` has the bits of its type. */
export interface NewInode {
  readonly ino: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly device?: number;
  /** Of a symbolic link. */
  readonly target?: string;
}

/** What setattr changes: what is given. */
export interface Attributes {
  /** Without the bits of the type. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly atimeNs?: bigint;
  readonly mtimeNs?: bigint;
}

const mostNameBytes = 255;
/** As MAX_LFS_FILESIZE, but a number that Node can tell from the next. */
const mostFileBytes = Number.MAX_SAFE_INTEGER;

/**
 * A tree of files in memory, as a file system has it: inodes, and folders that name them. Names are
 * strings of one char a byte. Every operation does all of its work or throws a TreeError; the time
 * that it sets is given, so that doing the same again gives the same tree.
 */
export class Tree {
  readonly versions = new Versions();

  constructor() {
    const ownRoot = { uid: 0, gid: 0, links: 2, device: 0, places: [], xattrs: new Map() };
    const times = { atimeNs: 0n, mtimeNs: 0n, ctimeNs: 0n };
    const lastPlace = { parentIno: rootIno, name: "" };
    const [mode, body] = [modeBits.folder | 0o755, new FolderEntries()];
    const { epoch } = this.versions;
    this.versions.add({ ino: rootIno, epoch, mode, ...ownRoot, ...times, lastPlace, body });
    this.versions.adoptAsBase();
  }

  /** Throws ENOENT. */
  inode(ino: number): Inode {
    return this.versions.get(ino);
  }

  /** Undefined where there is no such name. Throws ENOTDIR, ENAMETOOLONG. */
  lookup(parentIno: number, name: string): Inode | undefined {
    checkName(name);
    const ino = entriesOf(this.inode(parentIno)).get(name);
    return ino === undefined ? undefined : this.inode(ino);
  }

  /** Makes an inode with a name in a folder. */
  make(place: Place, made: NewInode, timeNs: bigint): void {
    if (this.lookup(place.parentIno, place.name) !== undefined) throw new TreeError("EEXIST");
    this.makeNameless(place.parentIno, made, timeNs);
    this.attach(made.ino, place, timeNs);
  }

  /** Makes a file that has no name yet; the folder tells what it inherits. */
  makeNameless(parentIno: number, made: NewInode, timeNs: bigint): void {
    const parent = this.inode(parentIno);
    const inherits = (parent.mode & modeBits.setGroup) !== 0;
    const isFolder = (made.mode & modeBits.format) === modeBits.folder;
    this.versions.add({
      ino: made.ino,
      epoch: this.versions.epoch,
      mode: inherits && isFolder ? made.mode | modeBits.setGroup : made.mode,
      uid: made.uid,
      gid: inherits ? parent.gid : made.gid,
      links: isFolder ? 1 : 0,
      device: made.device ?? 0,
      atimeNs: timeNs,
      mtimeNs: timeNs,
      ctimeNs: timeNs,
      places: [],
      lastPlace: { parentIno, name: `#${made.ino}` },
      xattrs: new Map(),
      body: newBody(made),
    });
  }

  /** Gives an inode one more name. Throws EEXIST. */
  link(ino: number, place: Place, timeNs: bigint): void {
    if (this.inode(ino).body instanceof FolderEntries) throw new TreeError("EPERM");
    if (this.lookup(place.parentIno, place.name) !== undefined) throw new TreeError("EEXIST");
    this.attach(ino, place, timeNs);
  }

  unlink(place: Place, timeNs: bigint): void {
    const inode = this.lookup(place.parentIno, place.name);
    if (inode === undefined) throw new TreeError("ENOENT");
    if (inode.body instanceof FolderEntries) throw new TreeError("EISDIR");
    this.detach(inode.ino, place, timeNs);
  }

  rmdir(place: Place, timeNs: bigint): void {
    const inode = this.lookup(place.parentIno, place.name);
    if (inode === undefined) throw new TreeError("ENOENT");
    if (entriesOf(inode).count > 0) throw new TreeError("ENOTEMPTY");
    this.detach(inode.ino, place, timeNs);
    this.versions.edit(inode.ino).links = 0;
  }

  rename(from: Place, to: Place, how: RenameHow, timeNs: bigint): void {
    rename(this, from, to, how, timeNs);
  }

  /** Puts a name that is free into a folder. */
  attach(ino: number, place: Place, timeNs: bigint): void {
    const { mode } = this.inode(ino);
    const parent = this.versions.edit(place.parentIno);
    entriesOf(parent).set(place.name, ino);
    if ((mode & modeBits.format) === modeBits.folder) parent.links += 1;
    parent.mtimeNs = parent.ctimeNs = timeNs;
    const inode = this.versions.edit(ino);
    inode.links += 1;
    inode.ctimeNs = timeNs;
    inode.places = [...inode.places, place];
  }

  /** Takes a name out of a folder. The inode stays, for who has it open. */
  detach(ino: number, { parentIno, name }: Place, timeNs: bigint): void {
    const parent = this.versions.edit(parentIno);
    entriesOf(parent).delete(name);
    parent.mtimeNs = parent.ctimeNs = timeNs;
    const inode = this.versions.edit(ino);
    inode.links -= 1;
    inode.ctimeNs = timeNs;
    inode.lastPlace = { parentIno, name };
    inode.places = inode.places.filter(
      (place) => place.parentIno !== parentIno || place.name !== name,
    );
    if (inode.body instanceof FolderEntries) parent.links -= 1;
  }

  /** Names in a folder with their inodes, sorted. */
  list(ino: number): [string, number][] {
    return entriesOf(this.inode(ino)).sorted();
  }

  read(ino: number, offsetBytes: number, target: Buffer, at: number, wantedBytes: number): number {
    const data = dataOf(this.inode(ino));
    const count = Math.max(0, Math.min(wantedBytes, data.sizeBytes - offsetBytes));
    data.read(offsetBytes, target, at, count);
    return count;
  }

  write(
    ino: number,
    offsetBytes: number,
    data: Buffer,
    dataStart: number,
    lengthBytes: number,
    timeNs: bigint,
  ): void {
    checkSize(offsetBytes + lengthBytes);
    const inode = this.versions.edit(ino);
    dataOf(inode).write(this.versions.epoch, offsetBytes, data, dataStart, lengthBytes);
    inode.mtimeNs = inode.ctimeNs = timeNs;
  }

  truncate(ino: number, sizeBytes: number, timeNs: bigint): void {
    checkSize(sizeBytes);
    const inode = this.versions.edit(ino);
    dataOf(inode).truncate(this.versions.epoch, sizeBytes);
    inode.mtimeNs = inode.ctimeNs = timeNs;
  }

  /** Makes a range a hole. */
  punch(ino: number, offsetBytes: number, lengthBytes: number, timeNs: bigint): void {
    const inode = this.versions.edit(ino);
    const data = dataOf(inode);
    const count = Math.min(lengthBytes, data.sizeBytes - offsetBytes);
    data.punch(this.versions.epoch, offsetBytes, count);
    inode.mtimeNs = inode.ctimeNs = timeNs;
  }

  /** Makes room up to an end: the file grows, if it is not as large, by zeros. */
  allocate(ino: number, endBytes: number, timeNs: bigint): void {
    const inode = this.versions.edit(ino);
    const { sizeBytes } = dataOf(inode);
    if (endBytes > sizeBytes) this.truncate(ino, endBytes, timeNs);
    inode.ctimeNs = timeNs;
  }

  /** Takes the right of a program to run as its owner, as a write does. */
  dropPrivileges(ino: number): void {
    const mode = inodes.withoutPrivileges(this.inode(ino).mode);
    if (mode !== this.inode(ino).mode) this.versions.edit(ino).mode = mode;
  }

  setAttributes(ino: number, changed: Attributes, timeNs: bigint): void {
    const inode = this.versions.edit(ino);
    const { mode, uid, gid, atimeNs, mtimeNs } = changed;
    if (mode !== undefined) inode.mode = (inode.mode & modeBits.format) | (mode & 0o7777);
    inode.uid = uid ?? inode.uid;
    inode.gid = gid ?? inode.gid;
    inode.atimeNs = atimeNs ?? inode.atimeNs;
    inode.mtimeNs = mtimeNs ?? inode.mtimeNs;
    inode.ctimeNs = timeNs;
  }

  setXattr(ino: number, name: string, value: Buffer, timeNs: bigint): void {
    const inode = this.versions.edit(ino);
    inode.xattrs = new Map(inode.xattrs).set(name, Buffer.from(value));
    inode.ctimeNs = timeNs;
  }

  /** Throws ENODATA. */
  removeXattr(ino: number, name: string, timeNs: bigint): void {
    if (!this.inode(ino).xattrs.has(name)) throw new TreeError("ENODATA");
    const inode = this.versions.edit(ino);
    const xattrs = new Map(inode.xattrs);
    xattrs.delete(name);
    inode.xattrs = xattrs;
    inode.ctimeNs = timeNs;
  }

  /** What people call an inode: its path by its oldest name, or by the one that it had last. */
  nameFor(ino: number): string {
    const inode = this.versions.find(ino);
    if (ino === rootIno || inode === undefined) return "";
    return this.nameOfPlace(inode.places[0] ?? inode.lastPlace);
  }

  /** What people call a name in a folder. */
  nameOfPlace({ parentIno, name }: Place): string {
    const parent = this.nameFor(parentIno);
    return parent === "" ? name : `${parent}/${name}`;
  }

  save(): SavedVersions {
    return this.versions.save();
  }

  restore(saved: SavedVersions): void {
    this.versions.restore(saved);
  }

  goBack(saved: SavedVersions): void {
    this.versions.goBack(saved);
  }

  promote(): void {
    this.versions.promote();
  }

  reset(): void {
    this.versions.reset();
  }

  resetToBase(): void {
    this.versions.resetToBase();
  }
}

function newBody({ mode, target }: NewInode): inodes.Body {
  switch (mode & modeBits.format) {
    case modeBits.file:
      return new FileData();
    case modeBits.folder:
      return new FolderEntries();
    case modeBits.link:
      return target ?? "";
    default:
      return undefined;
  }
}

function checkName(name: string): void {
  if (name.length > mostNameBytes) throw new TreeError("ENAMETOOLONG");
}

function checkSize(sizeBytes: number): void {
  if (sizeBytes > mostFileBytes) throw new TreeError("EFBIG");
}
