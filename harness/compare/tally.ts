import type { CasesByRun } from "./cases-by-run.js";
import type { ComparedRun } from "./compared-run.js";
import type { RunCount } from "./statistics/prediction.js";
import type { Stratum } from "./statistics/conditional.js";

/** How often something was seen: by run, the new one first, and by stratum. */
export interface Tally {
  readonly now: RunCount;
  readonly parents: readonly RunCount[];
  readonly strata: readonly Stratum[];
}

/** Cases whose id no other run has: they were drawn by chance, and one is as good as another. */
const drawn = "";

/**
 * Names the stratum of each case: its id where the new run and a parent have it, or the one
 * stratum of all others.
 */
export function stratumNames(runs: readonly ComparedRun[]): (id: string) => string {
  const [now, ...parents] = runs.map(({ cases }) => new Set(cases.map(({ id }) => id)));
  return (id) => (now?.has(id) === true && parents.some((parent) => parent.has(id)) ? id : drawn);
}

/** Counts by stratum how many cases there are of it, in each run. */
export function countStrata(
  runs: CasesByRun,
  nameOf: (id: string) => string,
): ReadonlyMap<string, readonly number[]> {
  const counts = new Map<string, number[]>();
  for (const [index, cases] of runs.entries()) {
    for (const { id } of cases) {
      const name = nameOf(id);
      const row = counts.get(name) ?? runs.map(() => 0);
      counts.set(name, row);
      row[index] = (row[index] ?? 0) + 1;
    }
  }
  return counts;
}

/** Counts those of the cases that show something. `trials` are the strata of all of them. */
export function tally(
  showing: CasesByRun,
  nameOf: (id: string) => string,
  trials: ReadonlyMap<string, readonly number[]>,
  sizes: readonly number[],
): Tally {
  const strata = [...countStrata(showing, nameOf)].map(([name, failures]) => {
    const all = trials.get(name) ?? [];
    return { trials: sum(all), failures: sum(failures), newTrials: all[0] ?? 0 };
  });
  const [now = { count: 0, size: 0 }, ...parents] = showing.map((cases, index) => ({
    count: cases.length,
    size: sizes[index] ?? 0,
  }));
  return { now, parents, strata };
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
