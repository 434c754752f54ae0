import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { failureFolderPath } from "./failure-folder.js";
import { readRun } from "../run-folder.js";

/**
 * Why there is no failure in a folder, and what to do: where its run has had such a case, how to
 * get its evidence. Throws what readRun throws of a damaged run.
 */
export function whyNoFailure(folder: string): string {
  const expected = "Expected a folder like results/SCENARIO/STAMP-SEED/failures/ID";
  const runPath = resolve(folder, "..", "..");
  const cases = existsSync(join(runPath, "run.json")) ? readRun(runPath).cases : [];
  const found = cases.find(({ id }) => failureFolderPath(runPath, id) === resolve(folder));
  if (found === undefined) return `no failure in ${folder}: it has no case.json. ${expected}`;
  const { id, verdict } = found;
  if (verdict !== "violated") return `${id} was ${verdict}: only violated cases leave evidence`;
  return (
    `the evidence of ${id} was not kept: of each kind of failure that of the first three is, and ` +
    `of the smallest. replay ${id} runs it again, and leaves it in results/replay/failures`
  );
}
