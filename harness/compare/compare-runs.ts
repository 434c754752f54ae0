import { byChance, type ByChance } from "./by-chance.js";
import { certainChanges, type CertainChanges } from "./certain.js";
import { otherCircumstances, unsharedTests, whyNotComparable } from "./comparable.js";
import type { Unshared } from "./comparable.js";
import type { ComparedRun } from "./compared-run.js";
import { judge, type Judgement } from "./judge-comparison.js";

/** What comparing one run with its parents has shown. */
export interface Evidence {
  readonly now: ComparedRun;
  readonly parents: readonly ComparedRun[];
  readonly certain: CertainChanges;
  /** Undefined where the counts can't be compared, or where chance has no part in any case. */
  readonly chance: ByChance | undefined;
  readonly unshared: Unshared;
  /** Why the counts can't be compared. */
  readonly incomparable: readonly string[];
  /** What else differs, and may be why findings do. */
  readonly circumstances: readonly string[];
}

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
