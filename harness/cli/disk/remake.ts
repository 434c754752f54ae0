import { join, resolve } from "node:path";
import { parseCaseId } from "../../model/case-id.js";
import { exitCodes, UsageError } from "../../model/errors.js";
import { isMade, recallJob } from "../../catalogue/any-command.js";
import { prepareImage } from "../../catalogue/base-image.js";
import { readFailure, remakeImages } from "../../media/disk/remake.js";
import { loadScenario } from "../../catalogue/scenario.js";
import { makeKeepFolder } from "../../session/keep-folder.js";
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
  const imagePath = disk === undefined ? await imageOf(failure.record.id) : resolve(disk);
  const outFolder = makeKeepFolder("out", out);
  console.log(`case ${failure.record.id}`);
  console.log(`disk image: ${imagePath}`);
  for (const name of await remakeImages(resolve(folder), failure, imagePath, outFolder)) {
    console.log(`${join(outFolder, name)}: the same bytes as when it was found`);
  }
  return exitCodes.held;
}

async function imageOf(text: string): Promise<string> {
  const id = parseCaseId(text);
  const scenario = isMade(id.scenario) ? (await recallJob(id)).scenario : loadScenario(id.scenario);
  const { path } = await prepareImage(scenario, (line) => console.log(line));
  return path;
}
