import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

/** Room for a clock of the kernel that is read a little late. */
const marginMs = 20;

/**
 * How long to wait, in ms, until a run that begins then finds other time stamps than one that has
 * ended at `endedMs`. Stamps are whole steps since 1970: all of them differ once the step in which
 * that run ended is over. All times are milliseconds since 1970.
 */
export function waitForOtherTick(stepMs: number, endedMs: number, nowMs: number): number {
  const nextStep = (Math.floor(endedMs / stepMs) + 1) * stepMs;
  return Math.max(0, Math.ceil(nextStep + marginMs - nowMs));
}

/** Waits for that. `endedAt` is as `performance.now()` gives it. */
export async function otherTick(stepMs: number, endedAt: number): Promise<void> {
  const { timeOrigin } = performance;
  const waitMs = waitForOtherTick(stepMs, timeOrigin + endedAt, timeOrigin + performance.now());
  if (waitMs > 0) await sleep(waitMs);
}
