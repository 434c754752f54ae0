import { statSync } from "node:fs";
import { join } from "node:path";
import { readSittings, type StoredRun } from "../../store/run-folder.js";

/**
 * How long a run has been run, without the time between its sittings. A harness that was killed
 * has left no word of it: then its last sitting has ended with the last case that it stored.
 */
export function spentMsOf({ path, run, end }: StoredRun): number {
  if (end !== undefined) return end.elapsedMs;
  const last = readSittings(path).at(-1) ?? { startedAt: run.startedAt, spentMs: 0 };
  const stored = statSync(join(path, "cases.jsonl"), { throwIfNoEntry: false });
  const sinceMs = (stored?.mtimeMs ?? 0) - Date.parse(last.startedAt);
  return last.spentMs + Math.max(0, Math.round(sinceMs));
}
