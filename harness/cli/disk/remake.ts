import { join, resolve } from "node:path";
import { exitCodes } from "../../model/errors.js";
import { remakeImages } from "../../media/disk/remake.js";
import { readFailure } from "../../store/failures/read-failure.js";
import { makeKeepFolder } from "../../session/keep-folder.js";
import { imageOfCase } from "./case-image.js";

/** The options of `remake`, as the command line gives them. */
export interface RemakeOptions {
  readonly out: string;
  readonly disk?: string;
}

/** Makes the crash images of a failure's folder again, without the target. */
export async function remakeCommand(folder: string, { out, disk }: RemakeOptions): Promise<number> {
  const failure = readFailure(resolve(folder));
  const { id } = failure.record;
  const { path } = await imageOfCase(resolve(folder), id, disk);
  const outFolder = makeKeepFolder("out", out);
  console.log(`case ${id}`);
  console.log(`disk image: ${path}`);
  for (const name of await remakeImages(resolve(folder), failure, path, outFolder)) {
    console.log(`${join(outFolder, name)}: the same bytes as when it was found`);
  }
  return exitCodes.held;
}
