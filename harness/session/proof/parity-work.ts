import { leavesUndecided, messageOf } from "../../model/errors.js";
import { runBlock, type BlockPlan, type BlockResult } from "../block.js";
import { runReplay, type ReplayPlan } from "../replay.js";
import type { ReplayResult, RunResult } from "../run/run-events.js";
import type { SessionPlan } from "../cases/session-plan.js";
import { runSession } from "../cases/session.js";

/** What the command of a row does. */
export type ParityWork =
  | { readonly kind: "cases"; readonly plan: SessionPlan }
  | { readonly kind: "replay"; readonly plan: ReplayPlan }
  | { readonly kind: "block"; readonly plan: BlockPlan };

/** What it has come to. */
export type ParityShown =
  | { readonly kind: "cases"; readonly result: RunResult }
  | { readonly kind: "replay"; readonly result: ReplayResult }
  | { readonly kind: "block"; readonly result: BlockResult }
  | { readonly kind: "undecided"; readonly reason: string }
  | { readonly kind: "not run"; readonly why: string };

/**
 * Does the work of a row with one worker, whose number among those that run side by side is `job`.
 * What breaks, or takes longer than it may, is no claim about the target. Throws only where the
 * signal is aborted.
 */
export async function showWork(
  makeWork: () => Promise<ParityWork>,
  job: number,
  limitMs: number,
  signal: AbortSignal,
): Promise<ParityShown> {
  const limit = new AbortController();
  const late = new Error(`no end within ${limitMs / 1000} s`);
  const timer = setTimeout(() => limit.abort(late), limitMs);
  const stop = () => limit.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const shown = await doWork(await makeWork(), job, limit.signal);
    limit.signal.throwIfAborted();
    return shown;
  } catch (error) {
    signal.throwIfAborted();
    if (limit.signal.aborted) return { kind: "not run", why: late.message };
    if (leavesUndecided(error)) return { kind: "undecided", reason: messageOf(error) };
    return { kind: "not run", why: messageOf(error) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

async function doWork(work: ParityWork, job: number, signal: AbortSignal): Promise<ParityShown> {
  const nobody = () => undefined;
  switch (work.kind) {
    case "cases": {
      const plan = { ...work.plan, jobs: 1, firstJob: job };
      return { kind: "cases", result: await runSession(plan, nobody, signal) };
    }
    case "replay": {
      const plan = { ...work.plan, firstJob: job };
      return { kind: "replay", result: await runReplay(plan, nobody, signal) };
    }
    case "block": {
      const plan = { ...work.plan, firstJob: job };
      const hear = { start: nobody, notice: nobody, row: nobody };
      return { kind: "block", result: await runBlock(plan, hear, signal) };
    }
  }
}
