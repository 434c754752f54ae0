import { createHash } from "node:crypto";
import type { ManifestEntry } from "../file-system.js";
import { readTree } from "./tree.js";
import type { TreeNode } from "./tree.js";
import { clusterStartBytes, readExactly } from "./volume.js";
import type { FatVolume } from "./volume.js";

const readLimitBytes = 1 << 20;

/**
 * All files and directories with the root, sorted by path. Those that are damaged tell it. Throws
 * DecodeError where no root directory is found.
 */
export function readManifest(volume: FatVolume): ManifestEntry[] {
  const { nodes, unread } = readTree(volume);
  const root: ManifestEntry = { path: "/", type: "directory", sizeBytes: 0, ...told(unread) };
  const entries = nodes.map((node) => manifestEntry(volume, node));
  return [root, ...entries].sort((one, other) => (one.path < other.path ? -1 : 1));
}

function manifestEntry(volume: FatVolume, node: TreeNode): ManifestEntry {
  const { attributes, isDirectory, modifiedSeconds, sizeBytes } = node.entry;
  return {
    path: node.path,
    type: isDirectory ? "directory" : "file",
    sizeBytes: isDirectory ? 0 : sizeBytes,
    attributes,
    ...(isDirectory || node.unread !== undefined ? {} : { sha256: hashContent(volume, node) }),
    ...(modifiedSeconds === undefined ? {} : { modifiedSeconds }),
    ...told(node.unread),
  };
}

function told(unread: string | undefined): Pick<ManifestEntry, "unread"> {
  return unread === undefined ? {} : { unread };
}

function hashContent({ geometry, source }: FatVolume, node: TreeNode): string {
  const hash = createHash("sha256");
  let leftBytes = node.entry.sizeBytes;
  for (const run of node.runs) {
    let atBytes = clusterStartBytes(geometry, run.firstCluster);
    const endBytes = Math.min(atBytes + run.count * geometry.clusterBytes, atBytes + leftBytes);
    leftBytes -= endBytes - atBytes;
    while (atBytes < endBytes) {
      const piece = readExactly(source, atBytes, Math.min(readLimitBytes, endBytes - atBytes));
      hash.update(piece);
      atBytes += piece.length;
    }
  }
  return hash.digest("hex");
}
