import { resolve } from "node:path";
import kleur from "kleur";
import { openBundle, type OpenBundle } from "../../bundle/open-bundle.js";
import { withTempFolder } from "../../bundle/temp-folder.js";
import { programName } from "../../catalogue/places.js";
import type { ProgramFile } from "../../catalogue/program.js";
import { UsageError } from "../../model/errors.js";
import { shellWord } from "../../model/shell-word.js";
import { printable } from "../../report/printable.js";
import { requireSubjectOf } from "../../session/subject/subject.js";
import type { ReplayResult } from "../../session/run/run-events.js";
import { classOrReason } from "../../store/records.js";
import { parseCaseId } from "../../model/case-id.js";
import { replaySubject, type ReplayTexts } from "../replay.js";
import { requireNothingSaid } from "../said.js";
import { subjectOfBundle } from "./bundle-subject.js";

/** Runs the case of a bundle again, with the program of this machine. Returns the exit code. */
export function replayBundle(
  path: string,
  command: readonly string[],
  texts: ReplayTexts,
  signal: AbortSignal,
): Promise<number> {
  requireNothingSaid(texts);
  if (command.length > 0 || texts.disk !== undefined || texts.trace !== undefined) {
    throw new UsageError(
      "a bundle brings its disk and its command: --program PATH names another program",
    );
  }
  return withTempFolder(async (folder) => {
    const bundle = await openBundle(resolve(path), folder, signal);
    const { id } = bundle.json;
    const subject = await subjectOfBundle(bundle, texts);
    requireSubjectOf(parseCaseId(id), subject);
    for (const line of programLines(subject.target.file, bundle)) console.log(line);
    const words = [shellWord(path), ...(texts.trust === true ? ["--trust"] : [])];
    const again = [programName, "replay", ...words].join(" ");
    const { code, result } = await replaySubject(id, subject, texts, signal, again);
    for (const line of likenessLines(bundle, result)) console.log(line);
    return code;
  });
}

function programLines({ path, sha256 }: ProgramFile, { json }: OpenBundle): string[] {
  const { name, sha256: then, version } = json.program;
  const here = `program: ${path}, SHA-256 ${sha256 ?? "unknown: it can't be read"}`;
  if (then === undefined || then === sha256) return [here];
  const what = [printable(name), ...(version === undefined ? [] : [printable(version)])].join(", ");
  return [here, kleur.yellow(`the case was found with another one: ${what}, SHA-256 ${then}`)];
}

/** Whether it came out as in the bundle. */
function likenessLines({ failure }: OpenBundle, { story }: ReplayResult): string[] {
  if (story === undefined) return [];
  const { record } = failure;
  const images = failure.crashDigests.map((digest, index) => {
    const isSame = story.crashDigests[index] === digest;
    return isSame
      ? `crash image ${index + 1} has the same bytes as that of the bundle`
      : kleur.yellow(`crash image ${index + 1} has other bytes than that of the bundle`);
  });
  const now = `${story.record.verdict} (${classOrReason(story.record)})`;
  const then = `${record.verdict} (${classOrReason(record)})`;
  const verdict =
    now === then
      ? `the verdict is that of the bundle: ${then}`
      : kleur.yellow(`the verdict is another one than in the bundle: ${now} here, ${then} there`);
  return [...images, verdict];
}
