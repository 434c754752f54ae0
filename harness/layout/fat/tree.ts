import { DecodeError } from "../../model/errors.js";
import { decodeDirectory } from "./directory.js";
import type { DirectoryEntry, DirectoryReading } from "./directory.js";
import { clusterStartBytes, readExactly } from "./volume.js";
import type { ClusterRun, FatVolume } from "./volume.js";

/** Linux and Windows refuse directories above this size. */
const directoryLimitBytes = 2 << 20;
/** Linux gives no program a longer path. */
const pathLimitUnits = 4096;

/** Who a cluster belongs to. */
export const owner = { nobody: 0, root: 1, directory: 2, file: 3 } as const;
type Owner = (typeof owner)[keyof typeof owner];

/** A file or directory and where its content is. */
export interface TreeNode {
  readonly path: string;
  readonly entry: DirectoryEntry;
  readonly runs: readonly ClusterRun[];
  /** Why not all of it can be read, if it can't. */
  readonly unread?: string | undefined;
}

interface Tree {
  readonly label?: string | undefined;
  /** Why not all of the root directory can be read, if it can't. */
  readonly unread?: string | undefined;
  /** Everything but the root directory, each directory before what is in it. */
  readonly nodes: readonly TreeNode[];
  /** The owner of each cluster, by its number. */
  readonly owners: Uint8Array;
}

/** A directory as far as it can be read. */
interface Folder extends DirectoryReading {
  readonly path: string;
  readonly unread?: string | undefined;
}

/** The clusters of a chain up to where it ends, or where it can't be followed any further. */
interface Chain {
  readonly runs: readonly ClusterRun[];
  readonly clusterCount: number;
  /** Why it can't be followed to its end. */
  readonly problem?: string;
}

/**
 * Walks all directories from the root, and passes over what is damaged: a node tells why it can't
 * be read. What is nearer to the root is read first. A cluster has one owner at most, the first
 * that needs it, so chains that loop or cross cannot make the walk longer than the volume. Throws
 * DecodeError where not even the root directory is found.
 */
export function readTree(volume: FatVolume): Tree {
  const owners = new Uint8Array(volume.geometry.clusterCount + 2);
  const root = readRoot(volume, owners);
  const nodes: TreeNode[] = [];
  const folders = [root];
  // It grows on the way.
  for (const { path, entries } of folders) {
    for (const entry of entries) {
      const node = readNode(volume, owners, `${path}/${entry.name}`, entry);
      if (entry.isDirectory) {
        const folder = readFolder(volume, node);
        folders.push(folder);
        nodes.push({ ...node, unread: folder.unread });
      } else nodes.push(node);
    }
  }
  return { nodes, owners, label: root.label, unread: root.unread };
}

/** The volume label in the root directory, if there is one. Throws DecodeError. */
export function readRootLabel(volume: FatVolume): string | undefined {
  return readRoot(volume, new Uint8Array(volume.geometry.clusterCount + 2)).label;
}

function readRoot(volume: FatVolume, owners: Uint8Array): Folder {
  const { geometry, source } = volume;
  if (geometry.type !== "fat32") {
    const lengthBytes = geometry.rootSectors * geometry.sectorBytes;
    const startBytes = geometry.dataStartBytes - lengthBytes;
    return decodeFolder(volume, "", readExactly(source, startBytes, lengthBytes), undefined);
  }
  const claim = { owners, by: owner.root, mostClusters: mostClustersIn(volume) };
  const { runs, problem } = readChain(volume, claim, geometry.rootCluster);
  if (runs.length === 0) throw new DecodeError("fat.bootSector.rootCluster", problem ?? "");
  return decodeFolder(volume, "", readRuns(volume, runs), problem);
}

function readFolder(volume: FatVolume, { path, runs, unread }: TreeNode): Folder {
  return decodeFolder(volume, path, readRuns(volume, runs), unread);
}

function decodeFolder(
  volume: FatVolume,
  path: string,
  bytes: Buffer,
  damage: string | undefined,
): Folder {
  const reading = decodeDirectory(bytes, volume.geometry.type === "fat32" ? "fat32" : "smaller");
  return { ...reading, path, unread: damage ?? reading.problem };
}

function readNode(
  volume: FatVolume,
  owners: Uint8Array,
  path: string,
  entry: DirectoryEntry,
): TreeNode {
  if (path.length > pathLimitUnits) {
    return { path, entry, runs: [], unread: `the path is longer than ${pathLimitUnits}` };
  }
  const { isDirectory, firstCluster, sizeBytes } = entry;
  if (isDirectory) {
    const claim = { owners, by: owner.directory, mostClusters: mostClustersIn(volume) };
    const { runs, problem } = readChain(volume, claim, firstCluster);
    return { path, entry, runs, unread: problem };
  }
  const { clusterBytes } = volume.geometry;
  const mostClusters = Math.ceil(sizeBytes / clusterBytes);
  if (mostClusters === 0) return { path, entry, runs: [] };
  const claim = { owners, by: owner.file, mostClusters };
  const { runs, clusterCount, problem } = readChain(volume, claim, firstCluster);
  // A chain may go on behind the end of its file: what is there is never read.
  if (clusterCount === mostClusters) return { path, entry, runs };
  const heldBytes = clusterCount * clusterBytes;
  const tooShort = `${sizeBytes} bytes, but its chain holds ${heldBytes}`;
  return { path, entry, runs, unread: problem ?? tooShort };
}

function mostClustersIn({ geometry }: FatVolume): number {
  return Math.floor(directoryLimitBytes / geometry.clusterBytes);
}

/** Follows a chain as far as it can be and may be, and claims its clusters for one owner. */
function readChain(
  volume: FatVolume,
  claim: { owners: Uint8Array; by: Owner; mostClusters: number },
  firstCluster: number,
): Chain {
  const { owners, by, mostClusters } = claim;
  const lastCluster = volume.geometry.clusterCount + 1;
  const runs: { firstCluster: number; count: number }[] = [];
  let clusterCount = 0;
  const stopped = (problem: string): Chain => ({ runs, clusterCount, problem });
  if (firstCluster < 2 || firstCluster > lastCluster) {
    return stopped(`it begins in cluster ${firstCluster}, expected one from 2 to ${lastCluster}`);
  }
  for (let cluster = firstCluster; ;) {
    if (owners[cluster] !== owner.nobody) {
      return stopped(`cluster ${cluster} is in a chain already`);
    }
    if (clusterCount === mostClusters) {
      return stopped(`its chain goes on, expected at most ${mostClusters} clusters`);
    }
    owners[cluster] = by;
    clusterCount += 1;
    const run = runs.at(-1);
    if (run !== undefined && run.firstCluster + run.count === cluster) run.count += 1;
    else runs.push({ firstCluster: cluster, count: 1 });
    const next = volume.entryOf(cluster);
    if (next === "end") return { runs, clusterCount };
    if (typeof next === "string") {
      return stopped(`the FAT entry of cluster ${cluster} is ${next}, expected the next cluster`);
    }
    cluster = next;
  }
}

function readRuns({ geometry, source }: FatVolume, runs: readonly ClusterRun[]): Buffer {
  const pieces = runs.map((run) =>
    readExactly(
      source,
      clusterStartBytes(geometry, run.firstCluster),
      run.count * geometry.clusterBytes,
    ),
  );
  return Buffer.concat(pieces);
}
