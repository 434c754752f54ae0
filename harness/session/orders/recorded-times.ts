import { formatCut } from "../../model/cut-text.js";
import { UsageError } from "../../model/errors.js";
import { readRun } from "../../store/run-folder.js";
import type { RecordedTimes } from "./shared-places.js";

/**
 * How long the cases of a stored exploration have taken, by the crash that they began with. What
 * came of a crash counts for it, like its crashed resumes. Throws UsageError where it is no
 * exploration of this scenario and target, and what readRun throws.
 */
export function recordedTimes(path: string, scenario: string, target: string): RecordedTimes {
  const { run, cases } = readRun(path);
  const [wanted, found] = [
    ["explore", scenario, target],
    [run.command, run.scenario, run.target],
  ];
  if (wanted.join(" ") !== found.join(" ")) {
    throw new UsageError(
      `balance (--balance): expected a run of ${wanted.join(" ")}, ` +
        `found one of ${found.join(" ")} in ${path}`,
    );
  }
  const times = new Map<string, number>();
  for (const { cuts, targetMs, checksMs, harnessMs } of cases) {
    const [first] = cuts;
    const text = first === undefined ? "" : formatCut(first.point);
    times.set(text, (times.get(text) ?? 0) + targetMs + checksMs + harnessMs);
  }
  return times;
}
