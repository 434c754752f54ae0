import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import type { OpenMedium } from "../../media/medium.js";
import type { Finding } from "../../model/verdict.js";
import type { Recent } from "../../model/recent.js";
import type { GoldenMade } from "../golden/golden-run.js";
import type { Lab } from "../lab/lab.js";
import type { KnownResume } from "./resume-result.js";

/** What every case of one worker is run with. */
export interface CaseContext extends OpenMedium {
  readonly lab: Lab;
  readonly scenario: Scenario;
  readonly target: Target;
  readonly golden: GoldenMade;
  /** What one more run on a finished medium has shown, by the key of its state. */
  readonly reruns: Recent<Finding[]>;
  /** What resuming a crash image has shown, by the key of that image. */
  readonly resumes: Recent<KnownResume>;
  /** Milliseconds, to tell the time of the checks from that of the target. */
  readonly clock: () => number;
}
