import { join, resolve } from "node:path";
import {
  openBundle,
  restoreBase,
  restoreTraces,
  type OpenBundle,
} from "../../bundle/open-bundle.js";
import { withTempFolder } from "../../bundle/temp-folder.js";
import { sha256OfImage } from "../../catalogue/image-digest.js";
import { openFileSource } from "../../layout/byte-source.js";
import { skipHoles } from "../../layout/sparse-source.js";
import { remakeImages } from "../../media/disk/remake.js";
import { exitCodes, leavesUndecided, messageOf, UsageError } from "../../model/errors.js";
import { copyOut } from "../../oracles/fsck/copy-out.js";
import { printable } from "../../report/printable.js";
import { makeKeepFolder } from "../../session/keep-folder.js";
import { dataExtents } from "../../target/data-extents.js";
import { imageOfCase } from "../disk/case-image.js";
import type { RemakeOptions } from "../disk/remake.js";

const beforeName = "before.img";

/** Makes the crash images of a bundle again, without the target. Returns the exit code. */
export function remakeBundle(
  path: string,
  { out, disk }: RemakeOptions,
  signal: AbortSignal,
): Promise<number> {
  return withTempFolder(async (folder) => {
    const bundle = await openBundle(resolve(path), folder, signal);
    const own = restoreBase(bundle, beforeName);
    const image = own ?? (await builtImage(bundle, disk));
    restoreTraces(bundle, image);
    signal.throwIfAborted();
    const outFolder = makeKeepFolder("out", out);
    console.log(`case ${bundle.json.id}`);
    for (const name of await imagesOf(bundle, image, outFolder)) {
      console.log(`${join(outFolder, name)}: the same bytes as when it was found`);
    }
    if (own !== undefined) await copySparse(own, join(outFolder, beforeName));
    const before = own === undefined ? image : join(outFolder, beforeName);
    console.log(`${before}: the disk image that the case was run on`);
    return exitCodes.held;
  });
}

/** A trace of somebody else's may ask for anything: what can't be done is told of the bundle. */
async function imagesOf(bundle: OpenBundle, image: string, outFolder: string): Promise<string[]> {
  try {
    return await remakeImages(bundle.folder, bundle.failure, image, outFolder);
  } catch (error) {
    if (leavesUndecided(error)) throw error;
    const why = printable(messageOf(error));
    throw new UsageError(`${bundle.path}: its images can't be made of its traces: ${why}`);
  }
}

/** The image of a scenario as it is built here. Throws UsageError where it has other bytes. */
async function builtImage({ json, folder }: OpenBundle, disk: string | undefined): Promise<string> {
  const { path } = await imageOfCase(folder, json.id, disk);
  if ((await sha256OfImage(path)) === json.base.digest) return path;
  throw new UsageError(
    `${path} is not the image that the case was run on: its scenario has changed, or the tools ` +
      "that build it are others (run.json in the bundle names them). replay takes it all the same",
  );
}

async function copySparse(from: string, to: string): Promise<void> {
  const file = openFileSource(from);
  try {
    const { sizeBytes } = file;
    const source = skipHoles(file, await dataExtents(from, sizeBytes));
    copyOut(source, { startBytes: 0, sizeBytes }, to);
  } finally {
    file.close();
  }
}
