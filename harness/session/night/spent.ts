import { statSync } from "node:fs";
import { join } from "node:path";
import { linesPath, runsOfNight, type StoredNight } from "../../store/night/night-folder.js";

/**
 * How long the sittings of a night were. A harness that was killed behind the last line has left
 * the cases of a turn: their last one has ended it.
 */
export function spentOf({ path, lines }: StoredNight): number {
  const [last, run] = [lines.at(-1), runsOfNight(path).at(-1)];
  if (last === undefined) return 0;
  const casesMs = run === undefined ? 0 : modifiedMs(join(run, "cases.jsonl"));
  return last.atMs + Math.max(0, Math.round(casesMs - modifiedMs(linesPath(path))));
}

function modifiedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
