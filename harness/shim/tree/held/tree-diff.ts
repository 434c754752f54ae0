import type { TreeDifference, TreeEntry, TreeEntryType } from "../../../model/tree/tree-entry.js";
import { FileData } from "./file-data.js";
import { FolderEntries } from "./folder-entries.js";
import { formatOf, modeBits, rootIno, sizeOf, type Inode, type Place } from "./inode.js";

/** A state of a tree, to be looked at. */
export interface TreeView {
  find(ino: number): Inode | undefined;
}

const types: Readonly<Record<number, TreeEntryType>> = {
  [modeBits.file]: "file",
  [modeBits.folder]: "folder",
  [modeBits.link]: "link",
  0o010000: "fifo",
  0o140000: "socket",
};

/** What a path stands for, as it is told outside. */
export function entryOf(inode: Inode): TreeEntry {
  const { ino, uid, gid, mtimeNs, body, xattrs } = inode;
  const isFolder = body instanceof FolderEntries;
  return {
    ino,
    type: types[formatOf(inode)] ?? "device",
    mode: inode.mode & 0o7777,
    uid,
    gid,
    sizeBytes: isFolder ? 0 : sizeOf(inode),
    links: isFolder ? 0 : inode.links,
    ...(typeof body === "string" && { target: body }),
    ...(xattrs.size > 0 && { xattrs: xattrsOf(inode) }),
    ...(body instanceof FileData && { sha256: body.sha256() }),
    mtimeNs,
  };
}

function xattrsOf({ xattrs }: Inode): Record<string, string> {
  const sorted = [...xattrs].sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, value]) => [name, value.toString("hex")]));
}

/**
 * All paths of a state with their inodes, folders before what is in them, sorted in each folder.
 */
export function* walk(view: TreeView, ino = rootIno, path = ""): Generator<[string, Inode]> {
  const inode = view.find(ino);
  if (inode === undefined) return;
  yield [path, inode];
  if (!(inode.body instanceof FolderEntries)) return;
  for (const [name, child] of inode.body.sorted()) yield* walk(view, child, join(path, name));
}

/** What a path stands for; undefined where there is none. */
export function inodeAt(view: TreeView, path: string): Inode | undefined {
  let inode = view.find(rootIno);
  if (path === "") return inode;
  for (const name of path.split("/")) {
    const ino = inode?.body instanceof FolderEntries ? inode.body.get(name) : undefined;
    inode = ino === undefined ? undefined : view.find(ino);
  }
  return inode;
}

/** All paths of an inode, sorted. */
export function pathsOf(view: TreeView, { ino, places }: Inode): string[] {
  if (ino === rootIno) return [""];
  return places.flatMap((place) => pathOfPlace(view, place) ?? []).sort();
}

function pathOfPlace(view: TreeView, { parentIno, name }: Place): string | undefined {
  const parent = view.find(parentIno);
  if (parent === undefined) return undefined;
  if (parentIno === rootIno) return name;
  const [place] = parent.places;
  const path = place && pathOfPlace(view, place);
  return path === undefined ? undefined : join(path, name);
}

/**
 * The paths that differ between two states in anything but times and inode numbers, sorted. `inos`
 * has all inodes of which the states may have different versions: the work is as much as these are,
 * and what is in folders that have moved.
 */
export function differences(
  before: TreeView,
  now: TreeView,
  inos: Iterable<number>,
): Map<string, TreeDifference> {
  const differing = new Map<string, TreeDifference>();
  for (const path of [...suspects(before, now, inos)].sort()) {
    const [old, current] = [inodeAt(before, path), inodeAt(now, path)];
    if (old === current) continue;
    if (old !== undefined && current !== undefined && same(before, old, now, current)) continue;
    differing.set(path, {
      ...(old && { before: entryOf(old) }),
      ...(current && { now: entryOf(current) }),
    });
  }
  return differing;
}

function suspects(before: TreeView, now: TreeView, inos: Iterable<number>): Set<string> {
  const paths = new Set<string>();
  const addAll = (view: TreeView, ino: number | undefined, path: string) => {
    if (ino === undefined) return;
    for (const [each] of walk(view, ino, path)) paths.add(each);
  };
  for (const ino of inos) {
    const [old, current] = [before.find(ino), now.find(ino)];
    const changed = changedNames(old, current);
    for (const [view, inode] of [[before, old] as const, [now, current] as const]) {
      if (inode === undefined) continue;
      for (const path of pathsOf(view, inode)) {
        if (!(inode.body instanceof FolderEntries)) paths.add(path);
        else if (changed === undefined) addAll(view, ino, path);
        else {
          paths.add(path);
          for (const name of changed) addAll(view, inode.body.get(name), join(path, name));
        }
      }
    }
  }
  return paths;
}

/** Names that differ between two versions of a folder; undefined where there are not two. */
function changedNames(old: Inode | undefined, now: Inode | undefined): Set<string> | undefined {
  const isFolder = old?.body instanceof FolderEntries && now?.body instanceof FolderEntries;
  return isFolder ? now.body.namesNotIn(old.body) : undefined;
}

function same(before: TreeView, old: Inode, now: TreeView, current: Inode): boolean {
  const isAlike =
    old.mode === current.mode &&
    old.uid === current.uid &&
    old.gid === current.gid &&
    old.device === current.device &&
    JSON.stringify(xattrsOf(old)) === JSON.stringify(xattrsOf(current));
  if (!isAlike || current.body instanceof FolderEntries) return isAlike;
  const hasOneName = old.links === 1 && current.links === 1;
  if (!hasOneName && pathsOf(before, old).join("\0") !== pathsOf(now, current).join("\0")) {
    return false;
  }
  if (old.body instanceof FileData && current.body instanceof FileData) {
    return old.body.equals(current.body);
  }
  return old.body === current.body;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}/${name}`;
}
