import { realpathSync } from "node:fs";
import { UsageError } from "../../model/errors.js";
import type { RunJson } from "../../store/records.js";
import { readRun } from "../../store/run-folder.js";
import type { EarlierSittings, SessionPlan } from "../cases/session-plan.js";
import { startSession } from "../cases/session.js";
import { planExploration } from "../explore.js";
import type { CasesRun } from "../run/run-events.js";
import { planSoak, type SoakOptions } from "../soak.js";
import { spentMsOf } from "./spent-time.js";
import type { Subject } from "../subject/subject.js";
import { ContinuedOrders } from "./continued-orders.js";

/** What may be said of a run that goes on: the rest is as it was. */
export type ContinueOptions = Pick<SoakOptions, "budget" | "jobs" | "signal">;

/** Reads what a run has left. Throws as `readRun`. */
export function earlierSittings(path: string): EarlierSittings {
  const stored = { ...readRun(path), path: realpathSync(path) };
  return { stored, spentMs: spentMsOf(stored) };
}

/**
 * Goes on with a run that had stopped, however that was: no case is lost, and none is run twice.
 * Throws UsageError for a run that can't be continued.
 */
export function continueRun(
  subject: Subject,
  earlier: EarlierSittings,
  options: ContinueOptions,
): CasesRun {
  return startSession(planRest(subject, earlier, options), options.signal);
}

/** What is left of a run. Throws UsageError. */
export function planRest(
  subject: Subject,
  earlier: EarlierSittings,
  { budget, jobs }: Omit<ContinueOptions, "signal">,
): SessionPlan {
  const { stored, spentMs } = earlier;
  const { command } = stored.run;
  const plan = { ...planAgain(subject, stored.run, { budget, jobs }), command };
  const { limits } = plan;
  if (spentMs >= limits.ms) {
    throw new UsageError(
      `${stored.path}: its time was up after ${Math.round(limits.ms / 1000)} s. ` +
        "Give it more in all, as in --continue RUN --duration 9h (explore: --budget 9h)",
    );
  }
  return { ...plan, orders: new ContinuedOrders(plan.orders, stored.cases), earlier };
}

function planAgain(subject: Subject, run: RunJson, more: ContinueOptions): SessionPlan {
  const { asked } = run;
  if (asked === undefined) {
    throw new UsageError(
      `a run of ${run.command} that does not say what it was asked for can't be continued`,
    );
  }
  const budget = { ...Object(asked.options["budget"]), ...given(more.budget ?? {}) } as object;
  // Decoded by the function that takes them.
  const options = { ...asked.options, budget, ...given({ jobs: more.jobs }) };
  return asked.by === "soak" ? planSoak(subject, options) : planExploration(subject, options);
}

/** Options without those that are undefined. */
function given(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
