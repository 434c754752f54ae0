import type { Region } from "../../layout/region.js";
import { UsageError } from "../../model/errors.js";
import type { Stream } from "../../model/prng.js";
import { maxDelayWindows } from "../../shim/memory.js";
import type { CaseOrder } from "./case-order.js";
import type { GoldenMade } from "../golden/golden-run.js";
import type { LabPlan } from "../lab/lab.js";

/**
 * A kill by the clock, drawn evenly over the time that an uninterrupted run takes: as long as
 * the recorded one, and the delay for each of its writes that touches the delayed region.
 */
export function planByClock(
  golden: GoldenMade,
  { delayMs, delayRegion }: Extract<CaseOrder, { kind: "time" }>,
  stream: Stream,
): Omit<LabPlan, "part"> {
  const delayWindows = delayMs === 0 ? [] : windowsOf(golden, delayRegion);
  const delayedCount = golden.recorded.writes.filter(({ offsetBytes, lengthBytes }) =>
    delayWindows.some(
      ({ startBytes, endBytes }) =>
        offsetBytes < endBytes && offsetBytes + lengthBytes > startBytes,
    ),
  ).length;
  const spanMs = Math.max(1, golden.durationMs + delayedCount * delayMs);
  return { delayMs, delayWindows, cutAfterMs: stream.integer(1, spanMs) };
}

/** The regions to delay, in the layout before and after. `gpt` is both copies of the table. */
function windowsOf({ regionsBefore, regionsAfter }: GoldenMade, name: string): Region[] {
  const matches = ({ kind, name: own }: Region): boolean =>
    name === "gpt" ? kind === "table" : own.includes(name);
  const found = [...regionsBefore, ...regionsAfter].filter(matches);
  const distinct = new Map(found.map((each) => [`${each.startBytes}-${each.endBytes}`, each]));
  if (distinct.size === 0) {
    throw new UsageError(`--delay-region: no region has "${name}" in its name; see disk`);
  }
  if (distinct.size > maxDelayWindows) {
    throw new UsageError(
      `--delay-region: "${name}" names ${distinct.size} regions, at most ${maxDelayWindows}; ` +
        `name a partition too, such as "P9 P3: inode tables"`,
    );
  }
  return [...distinct.values()];
}
