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

/** What is done before there is anything to crash, in this order. */
export type GoldenPhase =
  | "reading the image"
  | "first uninterrupted run"
  | "second uninterrupted run"
  | "one more run on the finished"
  | "judging what they leave"
  | "one more run, its calls watched";

/** How far the uninterrupted runs have come. */
export interface GoldenProgress {
  readonly phase: GoldenPhase;
  /** Of the run that goes on, so far. 0 where none does. */
  readonly writeCount: number;
}
