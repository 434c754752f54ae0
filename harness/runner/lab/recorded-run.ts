import type { TraceEvent, WriteEvent } from "../../model/trace.js";
import { shapeOf, type TraceShape } from "../../model/steps.js";
import type { Lab, RunRecord } from "./lab.js";
import type { Target } from "../../catalogue/target.js";
import { writesOf } from "./traces.js";

/** Everything that one uncut run did: crash images are made from it. */
export interface RecordedRun {
  readonly trace: readonly TraceEvent[];
  readonly writes: readonly WriteEvent[];
  /** The raw records. */
  readonly traceBytes: Buffer;
  readonly shape: TraceShape;
}

/** Keeps the run that the lab has just made; a copy, since the next run overwrites it. */
export function recordedRun(lab: Lab, { trace }: RunRecord, target: Target): RecordedRun {
  return {
    trace,
    writes: writesOf(trace),
    traceBytes: Buffer.from(lab.shim.traceBytes()),
    shape: shapeOf(trace, target.stepNames[0], target.steps),
  };
}
