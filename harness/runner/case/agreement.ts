import type { KeptState } from "../../media/bench.js";
import { UsageError } from "../../model/errors.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import { isExplored, pointAtEndOf, type ExploredPoint } from "../../model/trace.js";
import type { Agreement } from "../evidence/evidence.js";
import { runOfRecords } from "../lab/recorded-run.js";
import type { CaseContext } from "./case-context.js";
import type { Reached } from "./reached.js";

/**
 * Makes the image of a live crash again from traces, and compares it with the live one, which is
 * on the bench before and after. `start` is what the run started from.
 */
export function agreementOf(
  { lab, crashes, golden, target }: CaseContext,
  { site, traceBytes }: Reached,
  start: KeptState,
  seed: string,
): Agreement {
  const { bench } = lab;
  const live = bench.save();
  const expected = bench.digest();
  const madeFrom = (run: RecordedRun, point: ExploredPoint): string | undefined => {
    start.restore();
    const maker = crashes.maker(run);
    try {
      maker.make(point, seed);
      return bench.digest();
    } catch (error) {
      if (error instanceof UsageError) return undefined; // This run has no such crash point.
      throw error;
    } finally {
      maker.close();
    }
  };
  const own = runOfRecords(bench, traceBytes, target);
  const { point } = site;
  const withOwnTrace = madeFrom(own, pointAtEndOf(own.shape.writeCount, point)) === expected;
  const fromBase = start.isBase && isExplored(point);
  const withRecorded = fromBase ? madeFrom(golden.recorded, point) === expected : undefined;
  live.restore();
  live.forget();
  return { withOwnTrace, withRecorded };
}
