import type { Command } from "commander";
import { isMade, type CaseId } from "../model/case-id.js";
import { UsageError } from "../model/errors.js";
import {
  loadFiles,
  makeScenario,
  recallSubject,
  type Subject,
} from "../session/subject/subject.js";
import { addSaid, requireNothingSaid, saidOptions, type SaidTexts } from "./said.js";

/** The options that say what is crashed: a scenario and a target, or any command on an image. */
export interface SubjectTexts extends SaidTexts {
  readonly scenario?: string;
  readonly target?: string;
  /** The path of a program that is run in place of the target's own. */
  readonly program?: string;
  readonly disk?: string;
  /** A dm-log-writes file in place of a recorded run. */
  readonly trace?: string;
}

/** Loads a scenario and a target, or makes them of a command and an image. Throws UsageError. */
export async function subjectFrom(
  texts: SubjectTexts,
  command: readonly string[],
): Promise<Subject> {
  const { scenario, target, disk, trace } = texts;
  if (disk === undefined) {
    requireNone(texts, command);
    return loadFiles({ scenario, target, program: texts.program, trace });
  }
  if (texts.program !== undefined) {
    throw new UsageError("--program takes the place of a target's: with --disk, name it after --");
  }
  const [program, ...args] = command;
  if (program === undefined) {
    throw new UsageError(
      "--disk needs a command: explore --disk disk.img -- sgdisk --move-second-header {disk}",
    );
  }
  if (scenario !== undefined || target !== undefined) {
    throw new UsageError("--disk and a command take the place of --scenario and --target");
  }
  return makeScenario({ command: [program, ...args], disk, trace, ...saidOptions(texts) });
}

/** What an id was made with: as the options say, else as this machine and `results` know it. */
export async function subjectOfId(
  id: Pick<CaseId, "scenario" | "target" | "fingerprint">,
  texts: SubjectTexts & { readonly results: string },
  command: readonly string[],
): Promise<Subject> {
  if (texts.disk !== undefined) return subjectFrom(texts, command);
  if (!isMade(id.scenario)) requireNone(texts, command);
  const { scenario, target, program, trace, results } = texts;
  return recallSubject(id, { scenario, target, program, trace, results });
}

function requireNone(texts: SubjectTexts, command: readonly string[]): void {
  requireNothingSaid(texts);
  if (command.length > 0) throw new UsageError("a command needs --disk IMAGE to run on");
}

/** A scenario and a target by their names or paths. */
export type NamedTexts = Pick<SubjectTexts, "scenario" | "target" | "program">;

/** Loads them. Rejects with UsageError. */
export function namedSubject({ scenario, target, program }: NamedTexts): Promise<Subject> {
  return loadFiles({ scenario, target, program });
}

/** Which scenario and target: the options of commands that take no command of the user's. */
export function addNamed(command: Command): Command {
  return command
    .option("--scenario <name>", "see list; or the path of a file of yours (default: resize)")
    .option("--target <name>", "the same (default: the scenario's own, else partitionresizer)")
    .option("--program <path>", "run this in place of the target's own program");
}

/** What is crashed: the same options wherever a case is run. */
export function addSubject(command: Command): Command {
  addNamed(command).option("--disk <image>", "an image for any command; it is never written to");
  return addSaid(command).option(
    "--trace <file>",
    "a dm-log-writes file in place of a recorded run",
  );
}
