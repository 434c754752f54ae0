import { byChance } from "./by-chance.js";
import { certainChanges } from "./certain.js";
import { otherCircumstances, unsharedTests, whyNotComparable } from "./comparable.js";
import type { ComparedRun } from "./compared-run.js";
import type { Evidence } from "./evidence.js";
import { judge, type Judgement } from "./judge-comparison.js";

/** The evidence, and what it comes to. */
export interface Comparison extends Evidence {
  readonly judgement: Judgement;
}

/** Compares a run with its parents, in any order. All of one unit. Pure. */
export function compareRuns(now: ComparedRun, parents: readonly ComparedRun[]): Comparison {
  const incomparable = whyNotComparable(now, parents);
  const certain = certainChanges(now, parents);
  const evidence: Evidence = {
    ...{ now, parents, certain, incomparable },
    chance: incomparable.length > 0 ? undefined : byChance([now, ...parents], certain.ids),
    unshared: unsharedTests(now, parents),
    circumstances: otherCircumstances(now, parents),
  };
  return { ...evidence, judgement: judge(evidence) };
}
