import type { HostCounts } from "../../harness/target/host-counts.js";

/** What was counted when so many cases had been run. */
export interface Sample {
  readonly cases: number;
  readonly counts: HostCounts;
}

/** So much more memory at the end than at the beginning is growth; less is the garbage of a run. */
const memoryGrowth = { share: 1.25, mebibytes: 48 } as const;

const counted = ["processes", "mounts", "loops", "tempFolders", "descriptors"] as const;

/**
 * What has grown, in words. Counts are held against those behind the first cases, which load what
 * is loaded once; memory by the middle of the first and of the last third, since it goes up and
 * down.
 */
export function growthIn(samples: readonly Sample[]): string[] {
  const [first, last] = [samples[0]?.counts, samples.at(-1)?.counts];
  if (first === undefined || last === undefined) return [];
  const more = counted.filter((name) => last[name] > first[name]);
  const third = Math.max(1, Math.floor(samples.length / 3));
  const before = medianMemory(samples.slice(0, third));
  const after = medianMemory(samples.slice(-third));
  const isMore = after > before * memoryGrowth.share && after > before + memoryGrowth.mebibytes;
  return [
    ...more.map((name) => `${name}: ${first[name]} became ${last[name]}`),
    ...(isMore ? [`memory: ${before} MiB became ${after} MiB`] : []),
  ];
}

function medianMemory(samples: readonly Sample[]): number {
  const sorted = samples.map(({ counts }) => counts.rssMiB).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
