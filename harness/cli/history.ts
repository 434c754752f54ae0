import { historyOf } from "../compare/history/history.js";
import { exitCodes } from "../model/errors.js";
import { printableJson } from "../report/printable.js";
import { historyText } from "../report/history/history-text.js";
import { counted } from "../report/words.js";
import { readableRuns } from "../store/read-runs.js";

export interface HistoryOptions {
  readonly json: boolean;
}

/** Tells of each finding of stored runs when it was first and last seen. Returns the exit code. */
export function historyCommand(paths: readonly string[], { json }: HistoryOptions): number {
  const { runs, refused } = readableRuns(paths);
  const subjects = historyOf(runs);
  if (json) console.log(printableJson({ version: 1, subjects, refused }));
  else if (subjects.length > 0) console.log(historyText(subjects));
  const [reason] = refused;
  if (reason !== undefined) {
    console.error(`${counted(refused.length, "run was", "runs were")} left out: ${reason}`);
  }
  return runs.length === 0 ? exitCodes.undecided : exitCodes.held;
}
