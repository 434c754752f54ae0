import type { CrashModels } from "../../media/crash-models.js";
import type { Stream } from "../../model/prng.js";
import type { GoldenMade } from "../golden/golden-run.js";
import type { ClockEnding } from "../lab/lab.js";
import type { CaseOrder } from "./case-order.js";

/**
 * A kill by the clock, drawn evenly over the time that an uninterrupted run takes: as long as
 * the recorded one, and the delay for each of its changes that touches the delayed region.
 */
export function planByClock(
  { durationMs }: GoldenMade,
  crashes: CrashModels,
  { delayMs, delayRegion }: Extract<CaseOrder, { kind: "time" }>,
  stream: Stream,
): ClockEnding {
  const slowed = delayMs === 0 ? { ranges: [], changeCount: 0 } : crashes.slowed(delayRegion);
  const spanMs = Math.max(1, durationMs + slowed.changeCount * delayMs);
  const afterMs = stream.integer(1, spanMs);
  return { kind: "by the clock", afterMs, delay: { ms: delayMs, ranges: slowed.ranges } };
}
