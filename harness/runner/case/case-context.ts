import type { Device } from "../../model/power.js";
import type { Finding } from "../../model/verdict.js";
import type { Recent } from "../../oracles/recent.js";
import type { Examiner } from "../../media/disk/examiner.js";
import type { GoldenMade } from "../golden/golden-run.js";
import type { Lab } from "../lab/lab.js";
import type { KnownResume } from "./resume-result.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";

/** What every case of one worker is run with. */
export interface CaseContext {
  readonly lab: Lab;
  readonly examiner: Examiner;
  readonly scenario: Scenario;
  readonly target: Target;
  readonly golden: GoldenMade;
  readonly devices: readonly Device[];
  /** What one more run on a finished disk has shown, by the key of that disk. */
  readonly reruns: Recent<Finding[]>;
  /** What resuming a crash image has shown, by the key of that image. */
  readonly resumes: Recent<KnownResume>;
  /** Milliseconds, to tell the time of the checks from that of the target. */
  readonly clock: () => number;
}
