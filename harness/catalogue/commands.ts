import type { Scenario } from "./scenario.js";
import type { Target } from "./target.js";

/** A program and its arguments; `{disk}` stands for the disk. */
export type Command = readonly [string, ...string[]];

/**
 * What is run: the scenario's commands on a fresh medium; on what a crash has left, what a user
 * would run then, the same commands again whatever a user would run, or a further line of those
 * that may be run then, by its index.
 */
export type Part = "first" | "resume" | "again" | { readonly resume: number };

/** The commands of a part, one after the other. */
export function commandsOf(part: Part, scenario: Scenario, target: Target): Command[] {
  if (part === "first" || part === "again") return firstCommands(scenario, target);
  if (part === "resume") return resumeCommands(scenario, target);
  return [["/bin/sh", "-c", furtherLine(scenario, part.resume)]];
}

/** What a scenario runs on a fresh image, one after the other. */
export function firstCommands({ commands }: Scenario, { program }: Target): Command[] {
  return commands.map((args) => [...program, ...args]);
}

/** What it runs on what a crash has left: the same again unless the scenario says otherwise. */
function resumeCommands(scenario: Scenario, target: Target): Command[] {
  const { commands, resume = commands } = scenario;
  const program = target.resumeProgram ?? target.program;
  return resume.map((args) => [...program, ...args]);
}

function furtherLine({ moreResumes = [] }: Scenario, index: number): string {
  const line = moreResumes[index];
  if (line !== undefined) return line;
  throw new Error(`there is no further resume ${index}: there are ${moreResumes.length}`);
}

/** The exit codes by which the commands of a part say that all went well. */
export function successCodesOf(
  part: Part,
  { resume }: Scenario,
  { successCodes, resumeSuccessCodes = successCodes }: Target,
): readonly number[] {
  const isOther = typeof part === "object" || (part === "resume" && resume !== undefined);
  return isOther ? resumeSuccessCodes : successCodes;
}
