import type { Fault, FindingClass } from "../../model/verdict.js";
import { faultSignal } from "../../target/fault-signal.js";
import type { Exit } from "../../target/launcher.js";
import type { GoldenMade } from "../golden/golden-run.js";
import { leftAnew } from "../golden/left-anew.js";
import { namesText } from "../golden/left-outside.js";
import type { RunRecord } from "../lab/lab.js";

/** How a run went as a process. */
export type RunSeen = Pick<RunRecord, "strays" | "outside" | "durationMs"> & {
  readonly ended: RunRecord["ended"] | "killed";
  /** How its last command ended. */
  readonly exit: Exit | undefined;
};

/** What one run did wrong as a process: hung, left processes or scratch files. */
export function runFaults(
  run: RunSeen,
  { leaves, outside }: Pick<GoldenMade, "leaves" | "outside">,
  noun: string,
): Fault[] {
  const faults: Fault[] = [];
  const add = (checker: string, className: FindingClass, place: string, message: string) =>
    faults.push({ checker, class: className, place, message });
  if (run.ended === "hung") {
    add("time", "hung", "the resume", `the resume did not end within ${run.durationMs} ms`);
  }
  const died = run.ended === "finished" && run.exit && faultSignal(run.exit);
  if (died) add("told", "died", "the resume", `it was ended by ${died}, a fault of its own`);
  if (run.strays.length > 0 && !leaves.processes) {
    const message = `still running at the end: ${run.strays.join("; ")}`;
    add("processes", "escaped writer", "processes", message);
  }
  const { scratch } = run.outside;
  if (run.ended === "finished" && scratch.length > 0 && !leaves.scratch) {
    add("scratch", "left behind", "TMPDIR", `left in TMPDIR: ${namesText(scratch)}`);
  }
  const anew = leftAnew(run.outside, outside.left);
  if (run.ended === "finished" && anew.length > 0) {
    const place = `outside of the ${noun}`;
    add("scratch", "left behind", place, `left ${place}: ${namesText(anew)}`);
  }
  return faults;
}
