import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { isMade, parseCaseId, type CaseId } from "../../model/case-id.js";
import { exitCodes, UsageError } from "../../model/errors.js";
import { recallScenario } from "../../catalogue/any-command.js";
import { isFiled, loadScenarioFile } from "../../catalogue/files/scenario-file.js";
import { prepareImage } from "../../catalogue/base-image.js";
import { remakeImages } from "../../media/disk/remake.js";
import { loadScenario, type Scenario } from "../../catalogue/scenario.js";
import { makeKeepFolder } from "../../session/keep-folder.js";
import { readFailure } from "../../store/read-failure.js";
import { readRun } from "../../store/run-folder.js";
import { isFile } from "../values.js";

/** The options of `remake`, as the command line gives them. */
export interface RemakeOptions {
  readonly out: string;
  readonly disk?: string;
}

/** Makes the crash images of a failure's folder again, without the target. */
export async function remakeCommand(folder: string, { out, disk }: RemakeOptions): Promise<number> {
  const failure = readFailure(resolve(folder));
  if (disk !== undefined && !isFile(disk)) {
    throw new UsageError(`--disk: expected an image file, found none at ${disk}`);
  }
  const imagePath =
    disk === undefined ? await imageOf(resolve(folder), failure.record.id) : resolve(disk);
  const outFolder = makeKeepFolder("out", out);
  console.log(`case ${failure.record.id}`);
  console.log(`disk image: ${imagePath}`);
  for (const name of await remakeImages(resolve(folder), failure, imagePath, outFolder)) {
    console.log(`${join(outFolder, name)}: the same bytes as when it was found`);
  }
  return exitCodes.held;
}

async function imageOf(folder: string, text: string): Promise<string> {
  const scenario = await scenarioOf(folder, parseCaseId(text));
  const { path } = await prepareImage(scenario, (line) => console.log(line));
  return path;
}

async function scenarioOf(folder: string, id: CaseId): Promise<Scenario> {
  if (isMade(id.scenario)) return recallScenario(id);
  if (!isFiled(id.scenario)) return loadScenario(id.scenario);
  // failures/ID of a run.
  const path = existsSync(resolve(folder, "../../run.json"))
    ? readRun(resolve(folder, "../..")).run.files?.scenario
    : undefined;
  if (path !== undefined) return (await loadScenarioFile(path)).scenario;
  throw new UsageError(`--disk: give the disk image of ${id.scenario}, whose file is not known`);
}
