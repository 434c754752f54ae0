import type { Command } from "commander";
import { UsageError } from "../model/errors.js";
import { parseExpectation } from "../model/expectation.js";
import type { MakeOptions } from "../session/subject/make-options.js";
import { countFrom, durationFrom } from "./values.js";

/** What can be said of any command: how it is resumed, timed and judged. */
export interface SaidTexts {
  readonly resume?: readonly string[];
  readonly timeout?: string;
  readonly success?: string;
  readonly resumeSuccess?: string;
  /** What is meant to become of the medium. */
  readonly expects?: readonly string[];
  readonly check?: readonly string[];
  readonly checkAtCrash?: readonly string[];
  readonly view?: string;
  readonly viewEither?: string;
  /** Variables of the environment: NAME=VALUE, or NAME for its value of now. */
  readonly env?: readonly string[];
  readonly survives?: readonly string[];
}

const names = [
  ...["resume", "timeout", "success", "resumeSuccess", "expects"],
  ...["check", "checkAtCrash", "view", "viewEither", "env", "survives"],
] as readonly (keyof SaidTexts)[];

/** Throws UsageError where something is said and there is no medium that it could be said of. */
export function requireNothingSaid(texts: SaidTexts): void {
  const given = names.find((name) => texts[name] !== undefined);
  if (given === undefined) return;
  const option = given.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`--${option} only makes sense with --disk or --tree`);
}

/** The same as options of the library. Throws UsageError. */
export function saidOptions(texts: SaidTexts): Omit<MakeOptions, "disk" | "tree" | "command"> {
  const { resume, timeout, expects, check, checkAtCrash, view, viewEither, survives } = texts;
  // Here, so that what is wrong is not said to be an option of the library.
  for (const text of expects ?? []) parseExpectation(text);
  return {
    timeoutMs: timeout === undefined ? undefined : durationFrom("timeout", timeout),
    successCodes: codesFrom("success", texts.success),
    resumeSuccessCodes: codesFrom("resume-success", texts.resumeSuccess),
    ...{ resume, expects, check, checkAtCrash, view, viewEither, survives },
    env: texts.env && Object.fromEntries(texts.env.map(variableFrom)),
  };
}

function variableFrom(text: string): [string, string] {
  const [, name, value] = /^([A-Za-z_]\w*)(?:=(.*))?$/s.exec(text) ?? [];
  if (name === undefined) throw new UsageError(`--env: expected NAME=VALUE, found "${text}"`);
  const given = value ?? process.env[name];
  if (given === undefined)
    throw new UsageError(`--env: ${name} has no value here: say ${name}=...`);
  return [name, given];
}

function codesFrom(option: string, text: string | undefined): number[] | undefined {
  return text?.split(",").map((code) => {
    const value = code === "0" ? 0 : countFrom(option, code);
    if (value <= 255) return value;
    throw new UsageError(`--${option}: exit codes end at 255, found ${value}`);
  });
}

/** An option that may be given several times. */
function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** Adds these options to a command. */
export function addSaid(command: Command): Command {
  const what = "what is meant to happen: wipe, 'gone: P4, /a/file', 'changed: NAME'; repeatable";
  return command
    .option(
      "--resume <line>",
      "with --disk or --tree: what a user would run after a crash (default: again); repeatable",
      collect,
    )
    .option("--timeout <time>", "with --disk or --tree: how long one run may take (default: 2m)")
    .option("--success <codes>", "with --disk or --tree: exit codes that mean success (default: 0)")
    .option("--resume-success <codes>", "the same for a --resume (default: those of --success)")
    .option("--expects <what>", `with --disk or --tree: ${what}`, collect)
    .option(
      "--check <line>",
      "with --disk or --tree: exits with 0 where what came of it all is well; repeatable",
      collect,
    )
    .option(
      "--check-at-crash <line>",
      "with --disk or --tree: exits with 0 where a crash has left what a boot needs; repeatable",
      collect,
    )
    .option(
      "--view <line>",
      "with --disk or --tree: prints what must be as after an uninterrupted run; bytes need not be",
    )
    .option("--view-either <line>", "the same, or as before any run")
    .option(
      "--env <name[=value]>",
      "with --disk or --tree: a variable that it gets besides the fixed ones; repeatable",
      collect,
    )
    .option(
      "--survives <file>",
      "with --disk or --tree: a file in TMPDIR, /tmp or /run that outlives a kill; repeatable",
      collect,
    );
}
