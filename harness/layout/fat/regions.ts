import type { PlaceKind } from "../../model/place.js";
import type { Region } from "../region.js";
import type { FatGeometry } from "./boot-sector.js";
import { owner, readTree } from "./tree.js";
import { clusterStartBytes } from "./volume.js";
import type { FatVolume } from "./volume.js";

type Label = readonly [name: string, kind: PlaceKind];

const ownedLabels: Readonly<Record<number, Label>> = {
  [owner.root]: ["root directory", "metadata"],
  [owner.directory]: ["directory", "metadata"],
  [owner.file]: ["data", "data"],
};
const ownerlessLabels = {
  lost: ["lost clusters", "data"],
  bad: ["bad clusters", "data"],
  free: ["free", "free"],
} as const;

/**
 * Every byte of the volume under a name, sorted. Clusters with the same use next to each other are
 * one region. Throws DecodeError where no root directory is found.
 */
export function readRegions(volume: FatVolume): Region[] {
  const { geometry } = volume;
  return [...systemRegions(geometry), ...clusterRegions(volume), ...tailRegion(geometry)];
}

/** Reserved sectors, FATs and the fixed root directory. */
function systemRegions(geometry: FatGeometry): Region[] {
  const { sectorBytes, reservedSectors, fatSectors, fatCount, rootSectors } = geometry;
  const regions: Region[] = [];
  let sector = 0;
  const append = (name: string, count: number) => {
    const startBytes = sector * sectorBytes;
    sector += count;
    const endBytes = sector * sectorBytes;
    if (count > 0) regions.push({ name, kind: "metadata", startBytes, endBytes });
  };
  const named = new Map([
    [geometry.backupBootSector, "boot sector backup"],
    [geometry.fsInfoSector, "FSInfo"],
    [0, "boot sector"],
  ]);
  for (const at of [...named.keys()].sort((one, other) => one - other)) {
    if (at >= reservedSectors) continue;
    append("reserved", at - sector);
    append(named.get(at) ?? "reserved", 1);
  }
  append("reserved", reservedSectors - sector);
  for (let number = 1; number <= fatCount; number += 1) append(`FAT ${number}`, fatSectors);
  append("root directory", rootSectors);
  return regions;
}

function clusterRegions(volume: FatVolume): Region[] {
  const { geometry } = volume;
  const { owners } = readTree(volume);
  const regions: Region[] = [];
  let runStart = 2;
  let runLabel = labelOf(volume, owners, 2);
  for (let cluster = 3; cluster <= geometry.clusterCount + 2; cluster += 1) {
    const atEnd = cluster === geometry.clusterCount + 2;
    const label = atEnd ? undefined : labelOf(volume, owners, cluster);
    if (label === runLabel) continue;
    const [name, kind] = runLabel;
    const startBytes = clusterStartBytes(geometry, runStart);
    const endBytes = clusterStartBytes(geometry, cluster);
    regions.push({ name, kind, startBytes, endBytes });
    runStart = cluster;
    runLabel = label ?? runLabel;
  }
  return regions;
}

function labelOf(volume: FatVolume, owners: Uint8Array, cluster: number): Label {
  const owned = ownedLabels[owners[cluster] ?? owner.nobody];
  if (owned !== undefined) return owned;
  const entry = volume.entryOf(cluster);
  return ownerlessLabels[entry === "free" || entry === "bad" ? entry : "lost"];
}

/** What is left when the clusters do not fill the volume. */
function tailRegion(geometry: FatGeometry): Region[] {
  const startBytes = clusterStartBytes(geometry, geometry.clusterCount + 2);
  const endBytes = geometry.totalSectors * geometry.sectorBytes;
  return startBytes < endBytes ? [{ name: "unused", kind: "free", startBytes, endBytes }] : [];
}
