import type { Target } from "../../catalogue/target.js";
import type { Bench } from "../../media/bench.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import { shapeOf } from "../../model/steps.js";
import type { TraceEvent } from "../../model/trace.js";

/** Keeps the run that has just been made on a bench, to make crash images from it. */
export function recordedRun(bench: Bench, target: Target): RecordedRun {
  return bench.recorded(shapeBy(target));
}

/** A run from the raw records that a bench has made of it. */
export function runOfRecords(bench: Bench, traceBytes: Buffer, target: Target): RecordedRun {
  return bench.runOf(traceBytes, shapeBy(target));
}

function shapeBy({ stepNames, steps }: Target) {
  return (trace: readonly TraceEvent[]) => shapeOf(trace, stepNames[0], steps);
}
