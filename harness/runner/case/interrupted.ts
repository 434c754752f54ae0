import { interruptWords } from "../../model/cut-text.js";
import { lastSignalAt, type Interrupt, type StopPoint } from "../../model/trace.js";
import type { Fault } from "../../model/verdict.js";
import type { Lab, RunRecord } from "../lab/lab.js";

/** A target that is asked to end may end as it likes, but it has to end. */
export function hangFindings(run: RunRecord, point: Interrupt, timeoutSeconds: number): Fault[] {
  const { interruptedAtMs, writeCount } = run.status;
  if (run.ended !== "hung" || interruptedAtMs === undefined) return [];
  const { writes, signal, againAfter } = point;
  const isAgain = againAfter !== undefined && run.status.interruptCount > 1;
  const again = isAgain ? `, and again after write ${lastSignalAt(point)}` : "";
  const sinceWrite = isAgain ? lastSignalAt(point) : writes;
  const what = interruptWords(point);
  const message =
    `after ${what} (SIG${signal} to its process group, after write ${writes}${again}): expected ` +
    `the target to end by itself within ${timeoutSeconds} s, found it still running ` +
    `(writes since then: ${writeCount - sinceWrite}); it was killed`;
  return [{ checker: "interrupt", class: "hung", place: `after ${what}`, message }];
}

/** True where a run had ended after the first of two signals, and before the second. */
export function endedBetween({ status, ended }: RunRecord, point: StopPoint): boolean {
  const isTwice = point.kind === "interrupt" && point.againAfter !== undefined;
  return isTwice && status.interruptCount === 1 && ended === "finished";
}

/**
 * The interrupt that a run has met: of two signals the first, where it had ended between them, or
 * did nothing more that the second could have come after.
 */
export function metBy(run: RunRecord, point: StopPoint): StopPoint {
  if (point.kind !== "interrupt" || point.againAfter === undefined) return point;
  const isOnce = run.status.interruptCount === 1 && ["finished", "hung"].includes(run.ended);
  if (!isOnce) return point;
  const { kind, writes, signal } = point;
  return { kind, writes, signal };
}

/** True where an interrupted target went on, and ended by telling its user that all is done. */
export function saysDone(lab: Lab, { part, ended, exits, status }: RunRecord): boolean {
  return (
    status.interruptedAtMs !== undefined &&
    ended === "finished" &&
    exits.every((exit) => lab.succeeded(exit, part))
  );
}
