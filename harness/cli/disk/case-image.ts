import { resolve } from "node:path";
import { notedJob, type AnyJob } from "../../catalogue/any-command.js";
import { isTreeAt } from "../../catalogue/base-digest.js";
import { prepareImage } from "../../catalogue/base-image.js";
import { isFiled } from "../../catalogue/files/scenario-file.js";
import { isMade, parseCaseId } from "../../model/case-id.js";
import { UsageError } from "../../model/errors.js";
import { storedScenario } from "../../session/subject/stored-scenario.js";
import { readRunJson } from "../../store/run-folder.js";
import { isFile } from "../values.js";

/** The image, or the folder, that a case was run on. */
export interface CaseImage {
  readonly path: string;
  /** It is built from a recipe, on any machine. */
  readonly isBuilt: boolean;
  /** Of a case that was made with --disk, where this machine has a note of it. */
  readonly job?: AnyJob;
}

/**
 * The image behind a failure's folder, or the tree: what `given` names, else the scenario's. Throws
 * UsageError where it is not known here, and as prepareImage does.
 */
export async function imageOfCase(
  folder: string,
  idText: string,
  given: string | undefined,
): Promise<CaseImage> {
  if (given !== undefined) {
    if (isFile(given) || isTreeAt(given)) return { path: resolve(given), isBuilt: false };
    throw new UsageError(
      `--disk, --tree: expected an image file or a folder, found none at ${given}`,
    );
  }
  const id = parseCaseId(idText);
  // failures/ID of a run.
  const run = isFiled(id.scenario) ? readRunJson(resolve(folder, "../..")) : undefined;
  const scenario = await storedScenario(id, run?.files);
  if (scenario === undefined) {
    throw new UsageError(
      `--disk, --tree: give what ${id.scenario} begins with, whose file is not known`,
    );
  }
  const { path } = await prepareImage(scenario, (line) => console.log(line));
  const job = isMade(id.scenario) ? { job: notedJob(id) } : {};
  return { path, isBuilt: scenario.image.kind === "built", ...job };
}
