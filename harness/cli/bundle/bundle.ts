import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { BundleSource } from "../../bundle/bundle-source.js";
import { readCaseSource, type CaseSource } from "../../bundle/case-source.js";
import { requireFree } from "../../bundle/archive/pack.js";
import { wholeBundle } from "../../bundle/whole-bundle.js";
import { writeBundle } from "../../bundle/write-bundle.js";
import { portableNote } from "../../catalogue/any-command.js";
import { programName } from "../../catalogue/places.js";
import { exitCodes } from "../../model/errors.js";
import { shellWord } from "../../model/shell-word.js";
import { failureFolderPath } from "../../store/failure-folder.js";
import { imageOfCase } from "../disk/case-image.js";
import { bundleEnding, type BundleTexts } from "./add-bundle.js";
import { findCase } from "./find-case.js";

/** Packs what a maintainer needs of one failure into one file. Returns the exit code. */
export async function bundleCommand(
  what: string,
  { output, disk, results }: BundleTexts,
  signal: AbortSignal,
): Promise<number> {
  const source = readCaseSource(findCase(what, results));
  const { id } = source.failure.record;
  const folderName = basename(failureFolderPath("", id));
  const path = resolve(output ?? `${folderName}${bundleEnding}`);
  requireFree(path);
  const image = await imageOfCase(source.folder, id, disk);
  signal.throwIfAborted();
  const { job } = image;
  const parts = await wholeBundle({
    ...source,
    ...{ imagePath: image.path, isBuilt: image.isBuilt, archive: basename(path), folderName },
    program: programOf(source),
    command: commandOf(source, job?.command),
    ...(job && { job: portableNote(job) }),
  });
  signal.throwIfAborted();
  await writeBundle(path, folderName, parts, signal);
  console.log(`case ${id}`);
  console.log(`${path}: ${sizeText(statSync(path).size)}`);
  for (const note of parts.notes) console.log(`  ${note}`);
  console.log(
    `paste report.md of it into an issue: tar -xzOf ${shellWord(path)} ${folderName}/report.md`,
  );
  return exitCodes.held;
}

function programOf({ failure, run }: CaseSource): BundleSource["program"] {
  if (run === undefined) return { name: failure.record.target };
  const { path, sha256, version } = run.program;
  return { name: basename(path), ...(sha256 && { sha256 }), ...(version && { version }) };
}

/** What was run, for people: the command of the user's, or the scenario. */
function commandOf({ failure }: CaseSource, command: readonly string[] | undefined): string {
  const { scenario, target } = failure.record;
  return command === undefined
    ? `${programName} explore --scenario ${scenario} --target ${target}`
    : command.join(" ");
}

function sizeText(sizeBytes: number): string {
  return sizeBytes < 2 ** 20
    ? `${(sizeBytes / 1024).toFixed(1)} KiB`
    : `${(sizeBytes / 2 ** 20).toFixed(1)} MiB`;
}
