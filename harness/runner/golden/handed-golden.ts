import type { Target } from "../../catalogue/target.js";
import type { Bench } from "../../media/bench.js";
import { runOfRecords } from "../lab/recorded-run.js";
import type { GoldenMade } from "./golden-run.js";

/** A golden as one worker hands it to the others: plain data. */
export interface HandedGolden extends Omit<GoldenMade, "recorded"> {
  readonly traceBytes: Buffer;
}

/** Makes of a golden what can be sent to another process. */
export function handedGolden({ recorded, ...made }: GoldenMade): HandedGolden {
  return { ...made, traceBytes: recorded.traceBytes };
}

/** A golden that another worker has made. A message may bring its bytes as a plain array. */
export function adoptedGolden(
  { traceBytes, ...made }: HandedGolden,
  bench: Bench,
  target: Target,
): GoldenMade {
  return { ...made, recorded: runOfRecords(bench, Buffer.from(traceBytes), target) };
}
