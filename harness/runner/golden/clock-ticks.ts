import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

/** Room for a clock of the kernel that is read a little late. */
const marginMs = 20;

/**
 * How long to wait, in ms, until a run that begins then finds another time stamp wherever one that
 * went from `beganMs` to `endedMs` has found one. Stamps are whole steps since 1970. All of them
 * differ once the step in which that run ended is over; each differs from its twin once a whole
 * step lies between the two beginnings. All times are milliseconds since 1970.
 */
export function waitForOtherTick(
  stepMs: number,
  beganMs: number,
  endedMs: number,
  nowMs: number,
): number {
  const nextStep = (Math.floor(endedMs / stepMs) + 1) * stepMs;
  const stepLater = beganMs + stepMs;
  return Math.max(0, Math.ceil(Math.min(nextStep, stepLater) + marginMs - nowMs));
}

/** Waits for that. Times as `performance.now()` gives them. */
export async function otherTick(stepMs: number, beganAt: number, endedAt: number): Promise<void> {
  const { timeOrigin } = performance;
  const [began, ended, now] = [beganAt, endedAt, performance.now()].map((at) => timeOrigin + at);
  const waitMs = waitForOtherTick(stepMs, began ?? 0, ended ?? 0, now ?? 0);
  if (waitMs > 0) await sleep(waitMs);
}
