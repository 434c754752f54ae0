import { join } from "node:path";
import { UsageError } from "../../model/errors.js";
import { formatVersion } from "../../store/format-version.js";
import type { RunJson } from "../../store/records.js";
import { reopenRun, type RunWriter } from "../../store/run-folder.js";
import { processesWithOpen } from "../../target/open-by.js";
import type { EarlierSittings } from "../cases/session-plan.js";
import { requireSameRun } from "./same-run.js";

/**
 * Opens the folder of a run that had stopped, to go on with what is configured now. Throws
 * UsageError where that is something else, or where the run is still under way.
 */
export function reopen({ stored, spentMs }: EarlierSittings, now: RunJson): RunWriter {
  const { path } = stored;
  requireSameRun(stored.run, now);
  const [pid] = processesWithOpen(join(path, "cases.jsonl"));
  if (pid !== undefined) {
    throw new UsageError(`${path} is under way: process ${pid} adds to it. Stop that one first`);
  }
  return reopenRun(path, {
    version: formatVersion,
    startedAt: now.startedAt,
    cases: stored.cases.length,
    spentMs,
  });
}
