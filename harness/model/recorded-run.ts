import type { TraceShape } from "./steps.js";
import type { TraceEvent } from "./trace.js";

/** Everything that one uncut run did: crash images are made from it. */
export interface RecordedRun {
  readonly trace: readonly TraceEvent[];
  /** The raw records, as the medium's bench keeps them. */
  readonly traceBytes: Buffer;
  readonly shape: TraceShape;
}

/** How the image of a kill is come by: made from a recorded run, or by killing the target. */
export type HowKilled = "made" | "live";
