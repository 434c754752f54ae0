import type { Fault } from "../../model/verdict.js";
import type { RunRecord } from "../lab/lab.js";

/** Processes that a kill of the group did not reach, or that an interrupt has left behind. */
export function strayFindings({ ended, strays, status }: RunRecord): Fault[] {
  const { escapedWriteCount, lateWriteCount, interruptedAtMs } = status;
  if (strays.length === 0 && escapedWriteCount === 0) return [];
  if (interruptedAtMs !== undefined && ended === "finished") {
    const left = `still running when the target had ended, interrupted: ${strays.join("; ")}`;
    return [{ checker: "processes", class: "escaped writer", place: "processes", message: left }];
  }
  const message =
    `a process had left the killed group: ` +
    `${strays.join("; ") || "it ended when its write was refused"}; ` +
    `${escapedWriteCount} of its writes came with the kill or after it, ${lateWriteCount} in all`;
  return [{ checker: "processes", class: "escaped writer", place: "processes", message }];
}
