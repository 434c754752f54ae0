import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseCaseId } from "../../model/case-id.js";
import { UsageError } from "../../model/errors.js";
import { failureFolderPath, isKept } from "../../store/failures/failure-folder.js";
import { runFoldersIn } from "../../store/read-runs.js";
import { programName } from "../../catalogue/places.js";

/**
 * The folder of a failure: as it is named, or by the id of its case, the newest in a folder of
 * results. Throws UsageError that says how to get it where no evidence of the case is there.
 */
export function findCase(what: string, results: string): string {
  if (!what.startsWith("c1:")) return resolve(what);
  parseCaseId(what);
  const folders = existsSync(results) ? runsIn(results) : [];
  const found = folders.filter((folder) => isKept(folder, what)).at(-1);
  if (found !== undefined) return failureFolderPath(found, what);
  throw new UsageError(
    `no evidence of ${what} in ${resolve(results)}. ${programName} replay ID runs the case ` +
      "again, and leaves it in results/replay/failures; --results DIR names another folder",
  );
}

/** Those of runs last, and of them the newest: they know more of what was run. */
function runsIn(results: string): string[] {
  try {
    const runs = runFoldersIn([results]);
    return [join(results, "replay"), ...runs];
  } catch (error) {
    if (error instanceof UsageError) return [join(results, "replay")];
    throw error;
  }
}
