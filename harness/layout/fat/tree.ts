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
}

interface Tree {
  readonly label?: string;
  /** Everything but the root directory, each directory before what is in it. */
  readonly nodes: readonly TreeNode[];
  /** The owner of each cluster, by its number. */
  readonly owners: Uint8Array;
}

/**
 * Walks all directories from the root. A cluster has one owner at most, so chains that loop or
 * cross cannot make the walk longer than the volume. Throws DecodeError with the path of the
 * entry whose name, chain or directory is damaged.
 */
export function readTree(volume: FatVolume): Tree {
  const owners = new Uint8Array(volume.geometry.clusterCount + 2);
  const root = readRoot(volume, owners);
  const nodes: TreeNode[] = [];
  const waiting = [{ path: "", reading: root }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of next.reading.entries) {
      const node = readNode(volume, owners, `${next.path}/${entry.name}`, entry);
      nodes.push(node);
      if (!entry.isDirectory) continue;
      const bytes = readRuns(volume, node.runs);
      const reading = decodeAt(volume, node.path, bytes);
      waiting.push({ path: node.path, reading });
    }
  }
  return { nodes, owners, ...(root.label === undefined ? {} : { label: root.label }) };
}

/** The volume label in the root directory, if there is one. Throws DecodeError. */
export function readRootLabel(volume: FatVolume): string | undefined {
  return readRoot(volume, new Uint8Array(volume.geometry.clusterCount + 2)).label;
}

function readRoot(volume: FatVolume, owners: Uint8Array): DirectoryReading {
  const { geometry, source } = volume;
  if (geometry.type !== "fat32") {
    const lengthBytes = geometry.rootSectors * geometry.sectorBytes;
    const startBytes = geometry.dataStartBytes - lengthBytes;
    return decodeAt(volume, "/", readExactly(source, startBytes, lengthBytes));
  }
  const place = "fat.bootSector.rootCluster";
  const runs = readChain(volume, { owners, by: owner.root }, geometry.rootCluster, place);
  refuseHugeDirectory(volume, runs, place);
  return decodeAt(volume, "/", readRuns(volume, runs));
}

function decodeAt(volume: FatVolume, path: string, bytes: Buffer): DirectoryReading {
  const isFat32 = volume.geometry.type === "fat32";
  return decodeDirectory(bytes, { path: `fat.directory(${path})`, isFat32 });
}

function readNode(
  volume: FatVolume,
  owners: Uint8Array,
  path: string,
  entry: DirectoryEntry,
): TreeNode {
  const { place, isDirectory, firstCluster, sizeBytes } = entry;
  if (path.length > pathLimitUnits) {
    throw new DecodeError(`${place}.name`, `the path is longer than ${pathLimitUnits}`);
  }
  const by = isDirectory ? owner.directory : owner.file;
  const isEmptyFile = !isDirectory && firstCluster === 0;
  const runs = isEmptyFile ? [] : readChain(volume, { owners, by }, firstCluster, place);
  if (isDirectory) refuseHugeDirectory(volume, runs, place);
  const heldBytes = countClusters(runs) * volume.geometry.clusterBytes;
  if (!isDirectory && heldBytes < sizeBytes) {
    const problem = `${sizeBytes} bytes, but its chain holds ${heldBytes}`;
    throw new DecodeError(`${place}.size`, problem);
  }
  return { path, entry, runs };
}

/** Follows a chain to its end, and claims its clusters for one owner. */
function readChain(
  volume: FatVolume,
  claim: { owners: Uint8Array; by: Owner },
  firstCluster: number,
  place: string,
): ClusterRun[] {
  const { owners, by } = claim;
  const lastCluster = volume.geometry.clusterCount + 1;
  if (firstCluster < 2 || firstCluster > lastCluster) {
    const problem = `${firstCluster}, expected a cluster from 2 to ${lastCluster}`;
    throw new DecodeError(`${place}.cluster`, problem);
  }
  const runs: ClusterRun[] = [];
  let runStart = firstCluster;
  for (let cluster = firstCluster; ;) {
    if (owners[cluster] !== owner.nobody) {
      throw new DecodeError(`${place}.chain`, `cluster ${cluster} is in a chain already`);
    }
    owners[cluster] = by;
    const next = volume.entryOf(cluster);
    if (next !== cluster + 1) runs.push({ firstCluster: runStart, count: cluster + 1 - runStart });
    if (next === "end") return runs;
    if (typeof next === "string") {
      const problem = `the FAT entry of cluster ${cluster} is ${next}, expected the next cluster`;
      throw new DecodeError(`${place}.chain`, problem);
    }
    if (next !== cluster + 1) runStart = next;
    cluster = next;
  }
}

function refuseHugeDirectory(volume: FatVolume, runs: readonly ClusterRun[], place: string): void {
  const sizeBytes = countClusters(runs) * volume.geometry.clusterBytes;
  if (sizeBytes <= directoryLimitBytes) return;
  const problem = `a directory of ${sizeBytes} bytes, expected at most ${directoryLimitBytes}`;
  throw new DecodeError(`${place}.chain`, problem);
}

function countClusters(runs: readonly ClusterRun[]): number {
  return runs.reduce((sum, run) => sum + run.count, 0);
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
