import type { Bench } from "../../media/bench.js";
import type { TraceShape } from "../../model/steps.js";
import type { GoldenMade } from "./golden-run.js";

/** A golden as one worker hands it to the others: plain data. */
export interface HandedGolden extends Omit<GoldenMade, "recorded"> {
  readonly traceBytes: Buffer;
  /** Its steps: those of a log of another tool are marks, and not lines that a target prints. */
  readonly shape: TraceShape;
}

/** Makes of a golden what can be sent to another process. */
export function handedGolden({ recorded, ...made }: GoldenMade): HandedGolden {
  const { traceBytes, shape } = recorded;
  return { ...made, traceBytes, shape };
}

/** A golden that another worker has made. */
export function adoptedGolden(
  { traceBytes, shape, ...made }: HandedGolden,
  bench: Bench,
): GoldenMade {
  return { ...made, recorded: bench.runOf(traceBytes, () => shape) };
}
