import { resolve } from "node:path";
import { notedJob, type AnyJob } from "../../catalogue/any-command.js";
import { prepareImage } from "../../catalogue/base-image.js";
import { isFiled } from "../../catalogue/files/scenario-file.js";
import { isMade, parseCaseId } from "../../model/case-id.js";
import { UsageError } from "../../model/errors.js";
import { storedScenario } from "../../session/subject/stored-scenario.js";
import { readRunJson } from "../../store/run-folder.js";
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
  const id = parseCaseId(idText);
  // failures/ID of a run.
  const run = isFiled(id.scenario) ? readRunJson(resolve(folder, "../..")) : undefined;
  const scenario = await storedScenario(id, run?.files);
  if (scenario === undefined) {
    throw new UsageError(`--disk: give the disk image of ${id.scenario}, whose file is not known`);
  }
  const { path } = await prepareImage(scenario, (line) => console.log(line));
  const job = isMade(id.scenario) ? { job: notedJob(id) } : {};
  return { path, isBuilt: scenario.image.kind === "built", ...job };
}
