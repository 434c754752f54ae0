import type { ChangeMap } from "../../model/change-map.js";
import type { UncrashedFinding } from "../../model/verdict.js";
import type { GoldenRecord } from "../../store/golden-record.js";
import type { CaseRecord, RunJson } from "../../store/records.js";
import type { FailureShown } from "../brief/finding-groups.js";

/** What is told of one scenario and target: of one run, or of several of the same. */
export interface Chapter {
  /** Begins the ids of its elements. */
  readonly id: string;
  /** In the order in which they were started. */
  readonly runs: readonly RunJson[];
  readonly golden: GoldenRecord | undefined;
  readonly cases: readonly CaseRecord[];
  readonly uncrashed: readonly UncrashedFinding[];
  /** Those whose evidence was kept. */
  readonly failures: readonly FailureShown[];
  readonly map: ChangeMap | undefined;
  readonly notices: readonly string[];
}
