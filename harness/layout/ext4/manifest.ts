import { DecodeError } from "../../model/errors.js";
import type { ManifestEntry } from "../file-system.js";
import type { Blocks } from "./blocks.js";
import { digestContent, readContent } from "./content.js";
import { readDirectory, type DirectoryEntry } from "./directory.js";
import { digestInlineContent, readInlineContent } from "./inline-data.js";
import { isShortLink, type Inode } from "./inode.js";
import { decodeText } from "../text.js";
import type { Volume } from "./volume.js";
import { readXattrs } from "./xattrs.js";

/** Files up to this size may be read once more for each name that a damaged folder gives them. */
const cheapSizeBytes = 1 << 20;

/** All that an inode says, which is the same under each of its names. */
type InodeFacts = Omit<ManifestEntry, "path">;

interface Walk {
  readonly volume: Volume;
  readonly entries: ManifestEntry[];
  /** Inodes with several names are read once, and large ones whatever their link count says. */
  readonly linkedFacts: Map<number, InodeFacts>;
  readonly seenDirectories: Set<number>;
  readonly pending: { readonly path: string; readonly inode: Inode }[];
}

const rootInode = 2;

/**
 * Walks the whole tree. The size of a directory is given as 0: it depends on how its names are
 * packed, which a repair may change. Throws DecodeError.
 */
export function readManifest(volume: Volume): ManifestEntry[] {
  const walk: Walk = {
    volume,
    entries: [],
    linkedFacts: new Map(),
    seenDirectories: new Set(),
    pending: [],
  };
  addEntry(walk, "/", { name: "", inode: rootInode, path: "ext4.rootInode" });
  if (walk.pending.length === 0) throw new DecodeError("ext4.rootInode", "is no directory");
  for (let next = walk.pending.pop(); next !== undefined; next = walk.pending.pop()) {
    const prefix = next.path === "/" ? "/" : `${next.path}/`;
    for (const entry of readDirectory(volume.blocks, next.inode)) {
      addEntry(walk, prefix + entry.name, entry);
    }
  }
  return walk.entries.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function addEntry(walk: Walk, path: string, entry: DirectoryEntry): void {
  const known = walk.linkedFacts.get(entry.inode);
  if (known !== undefined) {
    walk.entries.push({ path, ...known });
    return;
  }
  const inode = walk.volume.inodes.read(entry.inode, entry.path);
  const facts = readFacts(walk.volume, inode);
  if (inode.type === "directory") {
    if (walk.seenDirectories.has(inode.number)) {
      throw new DecodeError(entry.path, `directory inode ${inode.number} has two names`);
    }
    walk.seenDirectories.add(inode.number);
    walk.pending.push({ path, inode });
  } else if (inode.linkCount > 1 || inode.sizeBytes > cheapSizeBytes) {
    walk.linkedFacts.set(inode.number, facts);
  }
  walk.entries.push({ path, ...facts });
}

function readFacts(volume: Volume, inode: Inode): InodeFacts {
  const { blocks, inodes } = volume;
  const { type } = inode;
  if (type === undefined) throw new DecodeError(`${inode.path}.mode`, "names no file type");
  if (inode.linkCount === 0) throw new DecodeError(`${inode.path}.linkCount`, "is 0, but in use");
  const xattrs = readXattrs(blocks, inodes, inode);
  const isLinked = type !== "directory" && inode.linkCount > 1;
  return {
    type,
    sizeBytes: type === "directory" ? 0 : inode.sizeBytes,
    mode: inode.permissions,
    uid: inode.uid,
    gid: inode.gid,
    modifiedSeconds: inode.modifiedSeconds,
    ...(type === "file" ? { sha256: digestFile(blocks, inode) } : {}),
    ...(type === "symlink" ? { linkTarget: readLinkTarget(blocks, inode) } : {}),
    ...(isLinked ? { hardLinkId: inode.number } : {}),
    ...(xattrs === undefined ? {} : { xattrs }),
  };
}

function digestFile(blocks: Blocks, inode: Inode): string {
  return inode.hasInlineData ? digestInlineContent(inode) : digestContent(blocks, inode);
}

function readLinkTarget(blocks: Blocks, inode: Inode): string {
  if (inode.hasInlineData) return decodeText(readInlineContent(inode));
  if (isShortLink(inode)) return decodeText(inode.blockArea.subarray(0, inode.sizeBytes));
  return decodeText(readContent(blocks, inode, blocks.superblock.blockSizeBytes));
}
