import { UsageError } from "../model/errors.js";
import { makeScenario, rememberJob, usualSuccessCodes } from "../catalogue/any-command.js";
import { loadScenario, type Scenario } from "../catalogue/scenario.js";
import { loadTarget, type Target } from "../catalogue/target.js";
import { withTrace } from "./trace-file.js";
import { countFrom, durationFrom } from "./values.js";

/** The options that say what is crashed: a scenario and a target, or any command on an image. */
export interface SubjectOptions {
  readonly scenario?: string;
  readonly target?: string;
  readonly disk?: string;
  readonly resume?: string;
  readonly timeout?: string;
  readonly success?: string;
  /** A dm-log-writes file in place of a recorded run. */
  readonly trace?: string;
}

/** What is crashed. */
export interface Subject {
  readonly scenario: Scenario;
  readonly target: Target;
}

const [usualScenario, usualTarget] = ["resize", "partitionresizer"];
const usualTimeoutSeconds = 120;

/** Loads a scenario and a target, or makes them of a command and an image. Throws UsageError. */
export async function subjectFrom(
  options: SubjectOptions,
  command: readonly string[],
): Promise<Subject> {
  const { scenario, target } = await recordedSubject(options, command);
  const { trace } = options;
  return { scenario: trace === undefined ? scenario : withTrace(scenario, trace), target };
}

async function recordedSubject(
  options: SubjectOptions,
  command: readonly string[],
): Promise<Subject> {
  if (options.disk === undefined) {
    requireNone(options, command);
    return {
      scenario: loadScenario(options.scenario ?? usualScenario),
      target: loadTarget(options.target ?? usualTarget),
    };
  }
  const [program, ...args] = command;
  if (program === undefined) {
    throw new UsageError(
      "--disk needs a command: explore --disk disk.img -- sgdisk --move-second-header {disk}",
    );
  }
  if (options.scenario !== undefined || options.target !== undefined) {
    throw new UsageError("--disk and a command take the place of --scenario and --target");
  }
  const made = await makeScenario({
    disk: options.disk,
    folder: process.cwd(),
    command: [program, ...args],
    ...(options.resume === undefined ? {} : { resume: options.resume }),
    timeoutSeconds:
      options.timeout === undefined
        ? usualTimeoutSeconds
        : Math.ceil(durationFrom("timeout", options.timeout) / 1000),
    successCodes:
      options.success === undefined ? usualSuccessCodes(program) : codesFrom(options.success),
  });
  rememberJob(made);
  return made;
}

function requireNone(options: SubjectOptions, command: readonly string[]): void {
  const { resume, timeout, success } = options;
  const given = Object.entries({ resume, timeout, success }).find(([, value]) => value);
  if (given !== undefined) throw new UsageError(`--${given[0]} only makes sense with --disk`);
  if (command.length > 0) throw new UsageError("a command needs --disk IMAGE to run on");
}

function codesFrom(text: string): number[] {
  return text.split(",").map((code) => {
    const value = code === "0" ? 0 : countFrom("success", code);
    if (value <= 255) return value;
    throw new UsageError(`--success: exit codes end at 255, found ${value}`);
  });
}
