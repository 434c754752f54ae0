import type { Scenario } from "../../catalogue/scenario.js";
import type { CrashPoint } from "../../model/trace.js";
import { crashCountOf, type CaseOrder } from "../case/case-order.js";

/** How long a worker may take for its requests, in milliseconds. A longer one is stuck. */
export interface RequestLimits {
  /** To build the lab, and to hand over or take what was recorded. */
  readonly openMs: number;
  /** To make the golden runs and the plan. */
  readonly recordMs: number;
  /** To run a case, where the golden runs have taken so long. */
  readonly caseMs: (order: CaseOrder, recordTookMs: number) => number;
}

/** Nothing is known yet of how long this disk takes to be loaded, hashed and compared. */
const firstSlackMs = 10 * 60_000;
const slackMs = 60_000;
/** Of a checker, unless it took longer on the base: then it is in what the golden runs took. */
const longestCheckMs = 120_000;
const shortestCheckMs = 10_000;
/** A first run, a second, and one more. */
const goldenRuns = 3;
/** One resume, two more to heal, and one that may change nothing. */
const runsOfWay = 4;
/** The same command again, and that after a repair; each line that the user has named likewise. */
const usualWays = 2;
/** A delayed run may take so many delays longer. */
const mostDelays = 200;

/**
 * The limits of a scenario, from its time for one run, the time for a checker and the number of
 * runs. They are for hangs alone: whatever has a limit of its own has ended long before.
 */
export function requestLimits({
  timeoutSeconds,
  moreResumes = [],
  checks,
}: Pick<Scenario, "timeoutSeconds" | "moreResumes" | "checks">): RequestLimits {
  const runMs = timeoutSeconds * 1000;
  const checkMs = Math.min(longestCheckMs, Math.max(runMs, shortestCheckMs));
  const lineCount = checks.atEnd.length + checks.atCrash.length + (checks.view ? 1 : 0);
  const endRuns = runsOfWay * (usualWays + 2 * moreResumes.length);
  return {
    openMs: firstSlackMs,
    recordMs: firstSlackMs + goldenRuns * (runMs + longestCheckMs + lineCount * runMs),
    // What the user's lines take is part of what the golden runs took.
    caseMs: (order, recordTookMs) => {
      const crashCount = order.kind === "explored" ? order.cuts.length : crashCountOf(order);
      const delayMs = order.kind === "time" ? mostDelays * order.delayMs : 0;
      const stageMs = timesAnew(order) * runMs + delayMs + checkMs + recordTookMs;
      // One run to learn of each crash, and one to be crashed. Twice: the last try to make the case
      // smaller goes to its end.
      const allMs = 2 * (2 * crashCount + endRuns) * stageMs;
      // Where the run has a budget, what is under way is ended soon after it.
      return slackMs + Math.min(allMs, (order.leftMs ?? Infinity) + stageMs);
    },
  };
}

/** The time of a run counts anew from each of two signals, and it may be run three times. */
function timesAnew(order: CaseOrder): number {
  const isDrawn = "drawn" in order;
  const isGiven =
    "cuts" in order && order.cuts.some(({ kind }: CrashPoint) => kind === "interrupt");
  return isDrawn || isGiven ? 9 : 1;
}
