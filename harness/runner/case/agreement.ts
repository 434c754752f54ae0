import { digestOf } from "../../crash/digest.js";
import { ImageMaker, type RecordedWrites } from "../../crash/image-maker.js";
import { UsageError } from "../../model/errors.js";
import type { SavedState } from "../../shim/saved-state.js";
import { decodeTrace } from "../../shim/record.js";
import type { CaseContext } from "./case-context.js";
import { isExplored, pointAtEndOf, type ExploredPoint } from "./case-order.js";
import type { Agreement } from "../evidence/evidence.js";
import type { Reached } from "./reached.js";
import { writesOf } from "../lab/traces.js";

/**
 * Makes the image of a live crash again from traces, and compares it with the live one, which is
 * on the disk before and after. `start` is what the run started from.
 */
export function agreementOf(
  { lab, golden, devices }: CaseContext,
  { site, traceBytes }: Reached,
  start: SavedState,
  seed: string,
): Agreement {
  const { disk } = lab.shim;
  const live = disk.save();
  const expected = digestOf(disk);
  const madeFrom = (run: RecordedWrites, point: ExploredPoint): string | undefined => {
    disk.restore(start);
    const maker = new ImageMaker(disk, run, devices);
    try {
      maker.make(point, seed);
      return digestOf(disk);
    } catch (error) {
      if (error instanceof UsageError) return undefined; // This run has no such crash point.
      throw error;
    } finally {
      maker.close();
    }
  };
  const trace = decodeTrace(traceBytes, traceBytes.length);
  const writes = writesOf(trace);
  const own = { trace, writes, traceBytes };
  const withOwnTrace = madeFrom(own, pointAtEndOf(writes, site.point)) === expected;
  const { point } = site;
  const fromBase = start.pages.length === 0 && isExplored(point);
  const withRecorded = fromBase ? madeFrom(golden.recorded, point) === expected : undefined;
  disk.restore(live);
  disk.forget(live);
  return { withOwnTrace, withRecorded };
}
