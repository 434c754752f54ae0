import type { ByChance } from "./by-chance.js";
import type { CertainChanges } from "./certain.js";
import type { Unshared } from "./comparable.js";
import type { ComparedRun } from "./compared-run.js";

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
