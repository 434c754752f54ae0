import type { ComparedCase } from "./compared-run.js";

/** Cases of several runs, by run. The new run comes first, as everywhere here. */
export type CasesByRun = readonly (readonly ComparedCase[])[];

/** Cases that have something in common, and what. */
export interface Group {
  readonly text: string;
  readonly cases: ComparedCase[][];
}

/**
 * Cases by what they belong to, and within that by run. `namesOf` gives the key and the text of
 * each group of a case.
 */
export function groupByRun(
  runs: CasesByRun,
  namesOf: (each: ComparedCase) => readonly (readonly [string, string])[],
): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const [run, cases] of runs.entries()) {
    for (const each of cases) {
      for (const [key, text] of namesOf(each)) {
        const group = groups.get(key) ?? { text, cases: runs.map(() => []) };
        groups.set(key, group);
        group.cases[run]?.push(each);
      }
    }
  }
  return groups;
}
