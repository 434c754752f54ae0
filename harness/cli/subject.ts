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

/** What is crashed: a scenario and a target, or any command on an image or a folder. */
export interface SubjectTexts extends SaidTexts {
  readonly scenario?: string;
  readonly target?: string;
  /** The path of a program that is run in place of the target's own. */
  readonly program?: string;
  readonly disk?: string;
  readonly tree?: string;
  /** A dm-log-writes file in place of a recorded run. */
  readonly trace?: string;
}

/** Loads a scenario and a target, or makes them of a command and a medium. Throws UsageError. */
export async function subjectFrom(
  texts: SubjectTexts,
  command: readonly string[],
): Promise<Subject> {
  const { scenario, target, disk, tree, trace } = texts;
  if (disk !== undefined && tree !== undefined) {
    throw new UsageError("--disk and --tree: expected one of them");
  }
  if (disk === undefined && tree === undefined) {
    requireNone(texts, command);
    return loadFiles({ scenario, target, program: texts.program, trace });
  }
  const option = tree === undefined ? "--disk" : "--tree";
  if (texts.program !== undefined) {
    throw new UsageError(
      `--program takes the place of a target's: with ${option}, name it after --`,
    );
  }
  if (tree !== undefined && trace !== undefined) {
    throw new UsageError("--trace: a dm-log-writes file is of a disk, not of a tree");
  }
  const [program, ...args] = command;
  if (program === undefined) {
    throw new UsageError(`${option} needs a command: ${commandExamples[option]}`);
  }
  if (scenario !== undefined || target !== undefined) {
    throw new UsageError(`${option} and a command take the place of --scenario and --target`);
  }
  return makeScenario({ command: [program, ...args], disk, tree, trace, ...saidOptions(texts) });
}

const commandExamples = {
  "--disk": "explore --disk disk.img -- sgdisk --move-second-header {disk}",
  "--tree": "explore --tree ./repo -- git -C {tree} gc",
} as const;

/** What an id was made with: as the options say, else as this machine and `results` know it. */
export async function subjectOfId(
  id: Pick<CaseId, "scenario" | "target" | "fingerprint">,
  texts: SubjectTexts & { readonly results: string },
  command: readonly string[],
): Promise<Subject> {
  if ((texts.disk ?? texts.tree) !== undefined) return subjectFrom(texts, command);
  if (!isMade(id.scenario)) requireNone(texts, command);
  const { scenario, target, program, trace, results } = texts;
  return recallSubject(id, { scenario, target, program, trace, results });
}

function requireNone(texts: SubjectTexts, command: readonly string[]): void {
  requireNothingSaid(texts);
  if (command.length > 0)
    throw new UsageError("a command needs --disk IMAGE or --tree FOLDER to run on");
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
  addNamed(command)
    .option("--disk <image>", "an image for any command; it is never written to")
    .option("--tree <folder>", "a folder for any command, in place of --disk");
  return addSaid(command).option(
    "--trace <file>",
    "a dm-log-writes file in place of a recorded run",
  );
}
