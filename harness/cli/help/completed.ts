import type { Argument, Command, Option } from "commander";
import { listDevices } from "../../catalogue/devices.js";
import { listScenarios } from "../../catalogue/scenario.js";
import { listTargets } from "../../catalogue/target.js";
import { crashModels } from "../../model/trace.js";

/** What can stand in a place of a command line: some of these words, or a file. */
export interface Values {
  readonly words: readonly string[];
  readonly files: boolean;
}

/** An option as a shell completes it. */
export interface CompletedOption {
  /** With its dashes: `--seed`. */
  readonly flag: string;
  readonly about: string;
  /** Absent where it takes no value. */
  readonly values?: Values;
}

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly about: string;
  readonly options: readonly CompletedOption[];
  /** What may stand where no option does. */
  readonly values: Values;
}

/** Everything that shells are to complete, as the command line itself defines it. */
export function completedCommands(program: Command): CompletedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    about: command.description(),
    options: [
      ...command.options.flatMap(completedOption),
      { flag: "--help", about: "what this command does" },
    ],
    values: {
      words: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
      files: command.registeredArguments.some(takesFile),
    },
  }));
}

function takesFile({ argChoices }: Argument): boolean {
  return argChoices === undefined;
}

function completedOption(option: Option): CompletedOption[] {
  const { long, description: about, flags } = option;
  if (long === undefined) return [];
  const takesValue = option.required || option.optional;
  return [{ flag: long, about, ...(takesValue && { values: valuesOf(long, flags, option) }) }];
}

function valuesOf(flag: string, flags: string, { argChoices }: Option): Values {
  if (argChoices !== undefined) return { words: argChoices, files: false };
  const files = /<(?:dir|path|file|image)>/.test(flags);
  switch (flag) {
    case "--scenario":
      return { words: listScenarios(), files: true };
    case "--target":
      return { words: listTargets(), files: true };
    case "--device":
      return { words: listDevices(), files: false };
    case "--model":
      return { words: crashModels, files: false };
    default:
      return { words: [], files };
  }
}
