import { join, resolve } from "node:path";
import { isTreeAt } from "../../catalogue/base-digest.js";
import { remakeTrees } from "../../media/tree/remake.js";
import { exitCodes } from "../../model/errors.js";
import { remakeImages } from "../../media/disk/remake.js";
import { readFailure } from "../../store/failures/read-failure.js";
import { makeKeepFolder } from "../../session/keep-folder.js";
import { imageOfCase } from "./case-image.js";

/** The options of `remake`, as the command line gives them. */
export interface RemakeOptions {
  readonly out: string;
  readonly disk?: string;
  readonly tree?: string;
}

/** Makes the crash images of a failure's folder again, without the target. */
export async function remakeCommand(
  folder: string,
  { out, disk, tree }: RemakeOptions,
): Promise<number> {
  const failure = readFailure(resolve(folder));
  const { id } = failure.record;
  const { path } = await imageOfCase(resolve(folder), id, disk ?? tree);
  const outFolder = makeKeepFolder("out", out);
  console.log(`case ${id}`);
  const isTree = isTreeAt(path);
  console.log(`${isTree ? "tree" : "disk image"}: ${path}`);
  const remake = isTree ? remakeTrees : remakeImages;
  for (const name of await remake(resolve(folder), failure, path, outFolder)) {
    console.log(`${join(outFolder, name)}: the same bytes as when it was found`);
  }
  return exitCodes.held;
}
