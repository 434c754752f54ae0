import { slice, type ByteSource } from "./byte-source.js";
import { gptTableRegions } from "./gpt/regions.js";
import { dosTableRegions } from "./mbr/regions.js";
import { placeOf, readTable, wholeDiskName, type PartitionTable } from "./partition-table.js";
import { recognise } from "./recognise.js";
import type { PlaceKind } from "../model/place.js";
import type { Region } from "./region.js";

/**
 * All regions of a disk: both copies of the GPT, or the MBR and its extended boot records, each
 * partition with the regions of its file system (`P9 P3: inode tables`), and the free space
 * between. Sorted, without overlaps; a partition whose file system can't be read is one region. A
 * disk that is not divided is read as one bare file system.
 */
export function diskRegions(disk: ByteSource): Region[] {
  const table = readTable(disk);
  if (table.label === "none") return partitionRegions(disk, wholeDiskName, 0);
  const regions = table.entries.flatMap((entry) => {
    const { startBytes, sizeBytes } = placeOf(table, entry);
    const name = `P${entry.number} ${entry.name}`;
    return partitionRegions(slice(disk, startBytes, sizeBytes), name, startBytes);
  });
  return fillGaps([...tableRegions(table), ...regions], disk.sizeBytes);
}

function tableRegions({ gpt, dos }: PartitionTable): Region[] {
  return dos === undefined ? gptTableRegions(gpt) : dosTableRegions(dos);
}

function partitionRegions(partition: ByteSource, name: string, startBytes: number): Region[] {
  const whole: Region = {
    name,
    kind: "unread",
    startBytes,
    endBytes: startBytes + partition.sizeBytes,
    partition: name,
  };
  try {
    const inside = recognise(partition)?.regions();
    if (inside === undefined) return [whole];
    const named = inside.map((region) => ({
      ...region,
      name: `${name}: ${region.name}`,
      startBytes: startBytes + region.startBytes,
      endBytes: Math.min(startBytes + region.endBytes, whole.endBytes),
      partition: name,
    }));
    const endBytes = named.at(-1)?.endBytes ?? startBytes;
    const rest: Region = {
      name: `${name}: unused`,
      kind: "free",
      startBytes: endBytes,
      endBytes: whole.endBytes,
      partition: name,
    };
    return endBytes < whole.endBytes ? [...named, rest] : named;
  } catch {
    return [whole]; // A damaged file system has no regions that could be trusted.
  }
}

function fillGaps(regions: readonly Region[], sizeBytes: number): Region[] {
  const sorted = [...regions].sort((a, b) => a.startBytes - b.startBytes);
  const filled: Region[] = [];
  let at = 0;
  for (const region of sorted) {
    const startBytes = Math.max(region.startBytes, at);
    const endBytes = Math.min(region.endBytes, sizeBytes);
    if (endBytes <= startBytes) continue; // Covered already, or beyond the end of the disk.
    if (region.startBytes > at) {
      filled.push({
        name: "free space",
        kind: "free",
        startBytes: at,
        endBytes: region.startBytes,
      });
    }
    filled.push({ ...region, startBytes, endBytes });
    at = endBytes;
  }
  if (at < sizeBytes) {
    filled.push({ name: "free space", kind: "free", startBytes: at, endBytes: sizeBytes });
  }
  return filled;
}

/** The region that holds an offset, by binary search. Undefined beyond the end. */
export function regionAt(regions: readonly Region[], offsetBytes: number): Region | undefined {
  let low = 0;
  let high = regions.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const region = regions[middle];
    if (region === undefined) return undefined;
    if (offsetBytes < region.startBytes) high = middle - 1;
    else if (offsetBytes >= region.endBytes) low = middle + 1;
    else return region;
  }
  return undefined;
}

/**
 * The region that names a write, of those that it touches: a table rather than metadata, metadata
 * rather than what can't be read, that rather than data, data rather than free space, else the
 * first. Undefined beyond the end.
 */
function foremost(
  regions: readonly Region[],
  offsetBytes: number,
  lengthBytes: number,
): Region | undefined {
  let best = regionAt(regions, offsetBytes);
  const end = offsetBytes + lengthBytes;
  let next = best;
  while (next !== undefined && next.endBytes < end) {
    next = regionAt(regions, next.endBytes);
    if (next !== undefined && best !== undefined && rank[next.kind] < rank[best.kind]) best = next;
  }
  return best;
}

const rank: Readonly<Record<PlaceKind, number>> = {
  table: 0,
  metadata: 1,
  unread: 2,
  data: 3,
  free: 4,
};

/**
 * Names what a write touches, in the layout before and after the work. Where the two differ and
 * neither is free, both are named: `P9 P3: data / P6 IMGA: superblock`.
 */
export function nameWrite(
  before: readonly Region[],
  after: readonly Region[],
  { offsetBytes, lengthBytes }: { readonly offsetBytes: number; readonly lengthBytes: number },
): Pick<Region, "name" | "kind"> {
  const one = foremost(before, offsetBytes, lengthBytes);
  const other = foremost(after, offsetBytes, lengthBytes);
  if (one === undefined) return other ?? { name: "beyond the end", kind: "free" };
  if (other === undefined || one.name === other.name || other.kind === "free") return one;
  if (one.kind === "free") return other;
  const kind = rank[other.kind] < rank[one.kind] ? other.kind : one.kind;
  return { name: `${one.name} / ${other.name}`, kind };
}
