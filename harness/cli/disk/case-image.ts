import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { notedJob, recallScenario, type AnyJob } from "../../catalogue/any-command.js";
import { prepareImage } from "../../catalogue/base-image.js";
import { isFiled, loadScenarioFile } from "../../catalogue/files/scenario-file.js";
import { loadScenario, type Scenario } from "../../catalogue/scenario.js";
import { isMade, parseCaseId, type CaseId } from "../../model/case-id.js";
import { UsageError } from "../../model/errors.js";
import { readRun } from "../../store/run-folder.js";
import { isFile } from "../values.js";

/** The image that a case was run on. */
export interface CaseImage {
  readonly path: string;
  /** It is built from a recipe, on any machine. */
  readonly isBuilt: boolean;
  /** Of a case that was made with --disk, where this machine has a note of it. */
  readonly job?: AnyJob;
}

/**
 * The image behind a failure's folder: the one that `disk` names, else the scenario's. Throws
 * UsageError where it is not known here, and as prepareImage does.
 */
export async function imageOfCase(
  folder: string,
  idText: string,
  disk: string | undefined,
): Promise<CaseImage> {
  if (disk !== undefined) {
    if (isFile(disk)) return { path: resolve(disk), isBuilt: false };
    throw new UsageError(`--disk: expected an image file, found none at ${disk}`);
  }
  const { scenario, job } = await scenarioOf(folder, parseCaseId(idText));
  const { path } = await prepareImage(scenario, (line) => console.log(line));
  return { path, isBuilt: scenario.image.kind === "built", ...(job && { job }) };
}

async function scenarioOf(
  folder: string,
  id: CaseId,
): Promise<{ readonly scenario: Scenario; readonly job?: AnyJob }> {
  if (isMade(id.scenario)) return { scenario: await recallScenario(id), job: notedJob(id) };
  if (!isFiled(id.scenario)) return { scenario: loadScenario(id.scenario) };
  // failures/ID of a run.
  const path = existsSync(resolve(folder, "../../run.json"))
    ? readRun(resolve(folder, "../..")).run.files?.scenario
    : undefined;
  if (path !== undefined) return { scenario: (await loadScenarioFile(path)).scenario };
  throw new UsageError(`--disk: give the disk image of ${id.scenario}, whose file is not known`);
}
