import { Command } from "commander";
import { UsageError } from "../model/errors.js";
import {
  continueRun,
  earlierSittings,
  type ContinueOptions,
} from "../session/continue/continue-run.js";
import type { Subject } from "../session/subject/subject.js";
import type { StoredRun } from "../store/run-folder.js";
import { showRun, type Detail } from "./screen/show-run.js";
import { addSubject, subjectOfId, type SubjectTexts } from "./subject.js";

/** The option of commands whose runs can be continued. */
export const continueOption = [
  "--continue <run>",
  "go on with a run that was stopped, as it was: the folder of its results",
] as const;

/** Goes on with a run. Returns the exit code of all of it. */
export async function continueCommand(
  path: string,
  options: ContinueOptions,
  detail: Detail,
): Promise<number> {
  const earlier = earlierSittings(path);
  for (const notice of earlier.stored.notices) console.log(notice);
  const subject = await subjectOfRun(earlier.stored);
  return showRun(continueRun(subject, earlier, options), detail);
}

/** Throws UsageError where an option is given that a run that goes on has already. */
export function requireOnly(command: Command, names: readonly string[]): void {
  const other = givenBesides(command, ["continue", "jobs", "verbose", ...names]);
  if (other === undefined) return;
  throw new UsageError(
    `${other}: a run that is continued has its own. Leave it out, or begin a new run ` +
      "without --continue",
  );
}

/** An option of a command line that is none of these; undefined where there is none. */
export function givenBesides(command: Command, names: readonly string[]): string | undefined {
  const other = command.options.find((option) => {
    const name = option.attributeName();
    return command.getOptionValueSource(name) === "cli" && !names.includes(name);
  });
  return other?.long ?? undefined;
}

/** What was crashed in a run, by what it says of itself. Rejects with UsageError. */
async function subjectOfRun({ run, path }: StoredRun): Promise<Subject> {
  const command = addSubject(new Command().argument("[command...]")).exitOverride();
  command.parse(run.replayWords, { from: "user" });
  const texts = { ...command.opts<SubjectTexts>(), results: path };
  const files = command.args.length > 0 || texts.disk !== undefined ? {} : run.files;
  return subjectOfId(run, { ...files, ...texts }, command.args);
}
