import { rawPath } from "../../model/tree/raw-path.js";
import { sha256 } from "../../model/sha256.js";
import type { TreeDifferences, TreeEntry } from "../../model/tree/tree-entry.js";

const plain = { mode: 0o644, uid: 0, gid: 0, links: 1, mtimeNs: 0n };
let lastIno = 100;

/** A file with this content. */
export function file(content: string, more: Partial<TreeEntry> = {}): TreeEntry {
  const [sizeBytes, digest] = [content.length, sha256(content)];
  return { ...plain, ino: (lastIno += 1), type: "file", sizeBytes, sha256: digest, ...more };
}

/** A folder. */
export function folder(more: Partial<TreeEntry> = {}): TreeEntry {
  return {
    ...plain,
    ino: (lastIno += 1),
    type: "folder",
    sizeBytes: 0,
    mode: 0o755,
    links: 0,
    ...more,
  };
}

/** A symbolic link. */
export function link(target: string): TreeEntry {
  return { ...plain, ino: (lastIno += 1), type: "link", sizeBytes: 0, mode: 0o777, target };
}

type State = Readonly<Record<string, TreeEntry>>;

/** How a state differs from another one. */
export function differences(before: State, now: State): TreeDifferences {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return new Map(
    paths.flatMap((path) => {
      const [was, is] = [before[path], now[path]];
      if (was === is) return [];
      const difference = { ...(was && { before: was }), ...(is && { now: is }) };
      return [[rawPath(path), difference] as const];
    }),
  );
}
