import { openStream } from "../model/prng.js";
import type { PlacedChange } from "./placed-change.js";

/** How many changes are drawn of those that are alike, besides the first and the last. */
const drawnPerRun = 3;

/**
 * Each change of a table or of metadata, and of each run of like changes (same step, same place,
 * alike) the first, the last and some seeded ones.
 */
export function ofLikeChanges(changes: readonly PlacedChange[], seed: string): PlacedChange[] {
  return runsOfLikeChanges(changes).flatMap((run, index) => {
    const kind = run[0]?.place.kind;
    const isTelling = kind === "table" || kind === "metadata";
    return isTelling ? run : sampleOf(run, `run ${index} of like writes`, seed);
  });
}

/**
 * Of each place in the target's code the first change, the last and some seeded ones, whatever they
 * change. Those of which the place is not known are told apart by step and place of the medium.
 */
export function ofEachSite(changes: readonly PlacedChange[], seed: string): PlacedChange[] {
  const sites = new Map<string, PlacedChange[]>();
  for (const change of changes) {
    const { site, step, place } = change;
    const key = site === undefined ? `${step}\n${place.name}` : `site ${site}`;
    const those = sites.get(key);
    if (those === undefined) sites.set(key, [change]);
    else those.push(change);
  }
  return [...sites].flatMap(([key, those]) => sampleOf(those, key, seed));
}

function runsOfLikeChanges(changes: readonly PlacedChange[]): PlacedChange[][] {
  const runs: PlacedChange[][] = [];
  let last: PlacedChange | undefined;
  for (const change of changes) {
    const like =
      last?.step === change.step &&
      last.place.name === change.place.name &&
      last.place.kind === change.place.kind &&
      last.likeness === change.likeness;
    if (like) runs.at(-1)?.push(change);
    else runs.push([change]);
    last = change;
  }
  return runs;
}

function sampleOf(run: readonly PlacedChange[], label: string, seed: string): PlacedChange[] {
  if (run.length <= drawnPerRun + 2) return [...run];
  const inner = openStream(seed, label).shuffle(run.slice(1, -1));
  return [...run.slice(0, 1), ...inner.slice(0, drawnPerRun), ...run.slice(-1)];
}
