import type { Scenario } from "./scenario.js";
import type { Target } from "./target.js";

/** A program and its arguments; `{disk}` stands for the disk. */
export type Command = readonly [string, ...string[]];

/** What a scenario runs on a fresh image, one after the other. */
export function firstCommands({ commands }: Scenario, { program }: Target): Command[] {
  return commands.map((args) => [...program, ...args]);
}

/** What it runs on what a crash has left: the same again unless the scenario says otherwise. */
export function resumeCommands(scenario: Scenario, target: Target): Command[] {
  const { commands, resume = commands } = scenario;
  const program = target.resumeProgram ?? target.program;
  return resume.map((args) => [...program, ...args]);
}
