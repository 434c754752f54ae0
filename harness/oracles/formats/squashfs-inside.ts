import { openFileSource, slice, type ByteSource } from "../../layout/byte-source.js";
import { openDataDigest } from "../../layout/content-digest.js";
import type { ManifestEntry } from "../../layout/file-system.js";
import { findSquashfs, type SquashfsPlace } from "../../layout/squashfs/inside.js";
import { readSquashfs } from "../../layout/squashfs/squashfs.js";
import { sha256 as digestOf } from "../../model/sha256.js";
import { digestExtents } from "./digest-file.js";
import type { ForeignItem, ToRead } from "./foreign-content.js";

/** mksquashfs pads what it writes to a multiple of this. */
const paddingBytes = 4096;

/** Digests each file of each squashfs, and the data outside of them as one more item. */
export function readSquashfsInside({ path }: ToRead): Promise<ForeignItem[]> {
  const file = openFileSource(path);
  try {
    const places = findSquashfs(file);
    if (places.length === 0) throw new Error("no squashfs is left in it");
    const items = places.flatMap((place) => itemsOf(file, place));
    // Where a file ends says nothing: it grows and shrinks with the last squashfs in it.
    const { sha256 } = digestExtents(file, rangesOutside(places, file.sizeBytes), openDataDigest());
    return Promise.resolve([...items, { name: "bytes outside of squashfs", sizeBytes: 0, sha256 }]);
  } finally {
    file.close();
  }
}

function itemsOf(file: ByteSource, { offsetBytes, sizeBytes }: SquashfsPlace): ForeignItem[] {
  const fileSystem = readSquashfs(slice(file, offsetBytes, sizeBytes));
  return (fileSystem?.manifest() ?? []).map((entry) => ({
    name: `squashfs at ${offsetBytes}: ${entry.path}`,
    sizeBytes: entry.type === "directory" ? 0 : entry.sizeBytes,
    sha256: digestOf(JSON.stringify(whatCounts(entry))),
  }));
}

/** All that a user can tell but for times, and for sizes of folders and numbers of links. */
function whatCounts({ type, mode, uid, gid, sha256: content, ...entry }: ManifestEntry) {
  const { linkTarget, xattrs } = entry;
  return { type, mode, uid, gid, content, linkTarget, xattrs };
}

function rangesOutside(places: readonly SquashfsPlace[], sizeBytes: number) {
  const starts = [0, ...places.map(endOf)];
  const ends = [...places.map(({ offsetBytes }) => offsetBytes), sizeBytes];
  return starts.map((offsetBytes, index) => {
    return { offsetBytes, lengthBytes: Math.max(0, (ends[index] ?? sizeBytes) - offsetBytes) };
  });
}

function endOf({ offsetBytes, sizeBytes }: SquashfsPlace): number {
  return offsetBytes + Math.ceil(sizeBytes / paddingBytes) * paddingBytes;
}
