import { DecodeError } from "../../model/errors.js";
import type { ManifestEntry } from "../file-system.js";
import { decodeText } from "../text.js";
import { openContentReader, type ContentReader } from "./content.js";
import { readDirectory } from "./directory.js";
import { readInode, type Inode } from "./inode.js";
import type { InodeReference } from "./superblock.js";
import type { Volume } from "./volume.js";
import { openXattrReader, type XattrReader } from "./xattrs.js";

/** Files up to this size may be read once more for each name that a damaged folder gives them. */
const cheapSizeBytes = 1 << 20;

/** All that an inode says, which is the same under each of its names. */
type InodeFacts = Omit<ManifestEntry, "path">;

interface Walk {
  readonly volume: Volume;
  readonly contents: ContentReader;
  readonly xattrs: XattrReader;
  readonly entries: ManifestEntry[];
  /** Inodes with several names are read once, and large ones whatever their link count says. */
  readonly linkedFacts: Map<number, InodeFacts>;
  readonly seenDirectories: Set<number>;
  readonly pending: { readonly path: string; readonly inode: Inode }[];
}

/** Walks the whole tree. The size of a directory is given as 0. Throws DecodeError. */
export function readManifest(volume: Volume): ManifestEntry[] {
  const walk: Walk = {
    volume,
    contents: openContentReader(volume),
    xattrs: openXattrReader(volume),
    entries: [],
    linkedFacts: new Map(),
    seenDirectories: new Set(),
    pending: [],
  };
  addEntry(walk, "/", volume.superblock.rootInode, "squashfs.superblock.rootInode");
  if (walk.pending.length === 0) {
    throw new DecodeError("squashfs.superblock.rootInode", "is no directory");
  }
  for (let next = walk.pending.pop(); next !== undefined; next = walk.pending.pop()) {
    addChildren(walk, next.path, next.inode);
  }
  return walk.entries.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function addChildren(walk: Walk, path: string, { directory, path: inodePath }: Inode): void {
  if (directory === undefined) return;
  const { metadata, superblock } = walk.volume;
  const blockBytes = superblock.directoryTableBytes + directory.blockBytes;
  const cursor = metadata.cursor(blockBytes, directory.offsetBytes);
  const fieldPath = `${inodePath}.directory`;
  const prefix = path === "/" ? "/" : `${path}/`;
  for (const entry of readDirectory(cursor, directory.sizeBytes, fieldPath)) {
    addEntry(walk, prefix + entry.name, entry.inode, `${fieldPath}.inode`);
  }
}

function addEntry(walk: Walk, path: string, reference: InodeReference, fieldPath: string): void {
  const { metadata, superblock } = walk.volume;
  const key = reference.blockBytes * 2 ** 16 + reference.offsetBytes;
  const known = walk.linkedFacts.get(key);
  if (known !== undefined) {
    walk.entries.push({ path, ...known });
    return;
  }
  const blockBytes = superblock.inodeTableBytes + reference.blockBytes;
  const inode = readInode(metadata.cursor(blockBytes, reference.offsetBytes), fieldPath);
  const facts = readFacts(walk, inode);
  if (inode.type === "directory") {
    if (walk.seenDirectories.has(key)) {
      throw new DecodeError(fieldPath, `directory inode ${inode.number} has two names`);
    }
    walk.seenDirectories.add(key);
    walk.pending.push({ path, inode });
  } else if (inode.linkCount > 1 || (inode.file?.sizeBytes ?? 0) > cheapSizeBytes) {
    walk.linkedFacts.set(key, facts);
  }
  walk.entries.push({ path, ...facts });
}

function readFacts(walk: Walk, inode: Inode): InodeFacts {
  const { type, file, linkTarget, xattrIndex, path } = inode;
  const id = (index: number, field: string) =>
    walk.volume.ids.entry(index, `${path}.${field}`).readUInt32LE(0);
  return {
    type,
    sizeBytes: file?.sizeBytes ?? linkTarget?.length ?? 0,
    mode: inode.permissions,
    uid: id(inode.uidIndex, "uidIndex"),
    gid: id(inode.gidIndex, "gidIndex"),
    modifiedSeconds: inode.modifiedSeconds,
    ...(file === undefined ? {} : { sha256: walk.contents.digest(file, path) }),
    ...(linkTarget === undefined ? {} : { linkTarget: decodeText(linkTarget) }),
    ...(type !== "directory" && inode.linkCount > 1 ? { hardLinkId: inode.number } : {}),
    ...(xattrIndex === undefined ? {} : { xattrs: walk.xattrs.read(xattrIndex, `${path}.xattrs`) }),
  };
}
