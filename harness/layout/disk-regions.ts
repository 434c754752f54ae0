import { slice, type ByteSource } from "./byte-source.js";
import { partitionsOf, readGpt } from "./gpt/gpt.js";
import { gptTableRegions } from "./gpt/regions.js";
import { recognise } from "./recognise.js";
import type { Region } from "./region.js";

/**
 * All regions of a disk: both copies of the GPT, each partition with the regions of its file
 * system (`P9 P3: inode tables`), and the free space between. Sorted, without overlaps; a
 * partition whose file system can't be read is one region. A disk with no GPT is read as one
 * bare file system.
 */
export function diskRegions(disk: ByteSource): Region[] {
  const gpt = readGpt(disk);
  const entries = partitionsOf(gpt);
  if (entries.length === 0) return partitionRegions(disk, "disk", 0);
  const regions = entries.flatMap((entry) => {
    const startBytes = entry.startingLba * gpt.sectorBytes;
    const sizeBytes = (entry.endingLba + 1) * gpt.sectorBytes - startBytes;
    const name = `P${entry.number} ${entry.name}`;
    return partitionRegions(slice(disk, startBytes, sizeBytes), name, startBytes);
  });
  return fillGaps([...gptTableRegions(gpt), ...regions], disk.sizeBytes);
}

function partitionRegions(partition: ByteSource, name: string, startBytes: number): Region[] {
  const whole: Region = {
    name,
    kind: "data",
    startBytes,
    endBytes: startBytes + partition.sizeBytes,
  };
  try {
    const inside = recognise(partition)?.regions();
    if (inside === undefined) return [whole];
    const named = inside.map((region) => ({
      ...region,
      name: `${name}: ${region.name}`,
      startBytes: startBytes + region.startBytes,
      endBytes: Math.min(startBytes + region.endBytes, whole.endBytes),
    }));
    const endBytes = named.at(-1)?.endBytes ?? startBytes;
    const rest: Region = {
      name: `${name}: unused`,
      kind: "free",
      startBytes: endBytes,
      endBytes: whole.endBytes,
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
    if (region.startBytes > at) {
      filled.push({
        name: "free space",
        kind: "free",
        startBytes: at,
        endBytes: region.startBytes,
      });
    }
    const startBytes = Math.max(region.startBytes, at);
    if (region.endBytes <= startBytes) continue;
    filled.push({ ...region, startBytes });
    at = region.endBytes;
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
