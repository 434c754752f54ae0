import type { Interrupt } from "../../model/trace.js";
import type { Fault } from "../../model/verdict.js";
import type { Lab, RunRecord } from "../lab/lab.js";

/** A target that gets ctrl-C may end as it likes, but it has to end. */
export function hangFindings(
  run: RunRecord,
  { writes }: Interrupt,
  timeoutSeconds: number,
): Fault[] {
  const { interruptedAtMs, writeCount } = run.status;
  if (run.ended !== "hung" || interruptedAtMs === undefined) return [];
  const message =
    `after ctrl-C (SIGINT to its process group, after write ${writes}): expected the target to ` +
    `end by itself within ${timeoutSeconds} s, found it still running ` +
    `(writes since then: ${writeCount - writes}); it was killed`;
  return [{ checker: "interrupt", class: "hung", place: "after ctrl-C", message }];
}

/** True where an interrupted target went on, and ended by telling its user that all is done. */
export function saysDone(lab: Lab, { part, ended, exits, status }: RunRecord): boolean {
  return (
    status.interruptedAtMs !== undefined &&
    ended === "finished" &&
    exits.every((exit) => lab.succeeded(exit, part))
  );
}
