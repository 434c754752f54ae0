import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { BundleSource } from "../../bundle/bundle-source.js";
import { readCaseSource, type CaseSource } from "../../bundle/case-source.js";
import { requireFree } from "../../bundle/archive/pack.js";
import { namelessCommand } from "../../bundle/public/nameless-words.js";
import { publicBundle, publicId } from "../../bundle/public/public-bundle.js";
import { wholeBundle } from "../../bundle/whole-bundle.js";
import { writeBundle } from "../../bundle/write-bundle.js";
import { portableNote } from "../../catalogue/any-command.js";
import { isTreeAt } from "../../catalogue/base-digest.js";
import { isFiled } from "../../catalogue/files/scenario-file.js";
import { programName } from "../../catalogue/places.js";
import { isMade } from "../../model/case-id.js";
import { exitCodes, UsageError } from "../../model/errors.js";
import { shellWord } from "../../model/shell-word.js";
import { wrap } from "../../report/words.js";
import { failureFolderPath } from "../../store/failures/failure-folder.js";
import { imageOfCase } from "../disk/case-image.js";
import { bundleEnding, type BundleTexts } from "./bundle-texts.js";
import { findCase } from "./find-case.js";

/** Packs what a maintainer needs of one failure into one file. Returns the exit code. */
export async function bundleCommand(
  what: string,
  { output, disk, results, public: isPublic }: BundleTexts,
  signal: AbortSignal,
): Promise<number> {
  const source = readCaseSource(findCase(what, results));
  const { id } = source.failure.record;
  const told = isPublic === true ? publicId(id) : id;
  const folderName = basename(failureFolderPath("", told));
  const path = resolve(output ?? `${folderName}${bundleEnding}`);
  requireFree(path);
  const image = await imageOfCase(source.folder, id, disk);
  if (isTreeAt(image.path)) {
    throw new UsageError(
      `bundle packs disks, and this case was run on a folder: send ${source.folder} and a ` +
        `copy of ${image.path}; with both, remake --tree makes what the crashes left`,
    );
  }
  signal.throwIfAborted();
  const frame = {
    ...source,
    ...{ imagePath: image.path, isBuilt: image.isBuilt, folderName },
    program: programOf(source),
  };
  const parts =
    isPublic === true
      ? await publicBundle({
          ...frame,
          archive: `${folderName}${bundleEnding}`,
          command: publicCommandOf(source, image.job?.command),
        })
      : await wholeBundle({
          ...frame,
          archive: basename(path),
          command: commandOf(source, image.job?.command),
          ...(image.job && { job: portableNote(image.job) }),
        });
  signal.throwIfAborted();
  await writeBundle(path, folderName, parts, signal);
  console.log(`case ${id}`);
  console.log(`${path}: ${sizeText(statSync(path).size)}`);
  if (isPublic === true) console.log("left out:");
  for (const note of parts.notes) console.log(wrap(note, "  "));
  console.log("what to paste into an issue:");
  console.log(`tar -xzOf ${shellWord(path)} ${folderName}/report.md`);
  return exitCodes.held;
}

function programOf({ failure, run }: CaseSource): BundleSource["program"] {
  if (run === undefined) return { name: failure.record.target };
  const { path, sha256, version } = run.program;
  return { name: basename(path), ...(sha256 && { sha256 }), ...(version && { version }) };
}

type Words = readonly string[] | undefined;

/** What was run, for people: the command of the user's, or the scenario. */
function commandOf({ failure }: CaseSource, command: Words): string {
  const { scenario, target } = failure.record;
  return command === undefined
    ? `${programName} explore --scenario ${scenario} --target ${target}`
    : command.map(shellWord).join(" ");
}

/** The same without the user's words. */
function publicCommandOf(source: CaseSource, command: Words): string {
  if (command !== undefined) return namelessCommand(command);
  const { scenario, target } = source.failure.record;
  if (isMade(scenario)) return target;
  return isFiled(scenario) ? "a scenario in a file of the user's" : commandOf(source, undefined);
}

function sizeText(sizeBytes: number): string {
  return sizeBytes < 2 ** 20
    ? `${(sizeBytes / 1024).toFixed(1)} KiB`
    : `${(sizeBytes / 2 ** 20).toFixed(1)} MiB`;
}
