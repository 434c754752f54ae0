import type { Stream } from "../model/prng.js";
import type { CrashModel, CrashPoint } from "../model/trace.js";
import type { Interrupting } from "./interrupt-points.js";

/** By what a live case is ended where its points are drawn. */
export type DrawnModel = Extract<CrashModel, "kill" | "interrupt">;

/** How the crashes of a seeded case are drawn. */
export interface DrawnCrashes extends Interrupting {
  readonly models: readonly DrawnModel[];
}

/** A second signal comes after 1 to this many more writes, a few rather than many. */
const mostGrowth = 8;

/**
 * What happens at a place that was drawn for a kill: one of the models, and of an interrupt one of
 * the signals, once or twice. At a line there is only a kill.
 */
export function drawCrash(
  point: CrashPoint,
  { models, signals, most }: DrawnCrashes,
  stream: Stream,
): CrashPoint {
  if (point.kind !== "write" || stream.pick(models) === "kill") return point;
  const once = { kind: "interrupt", writes: point.writes, signal: stream.pick(signals) } as const;
  if (stream.integer(1, most) === 1) return once;
  return { ...once, againAfter: stream.integer(1, 2 ** stream.integer(0, mostGrowth)) };
}
