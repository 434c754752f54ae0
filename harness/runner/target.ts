import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UsageError } from "../model/errors.js";
import type { StepRule } from "../model/steps.js";
import { readJson } from "./scenario.js";
import { rootFolder, scenariosFolder } from "./places.js";

const targetSchema = z.strictObject({
  about: z.string(),
  /** Program and fixed arguments. `{root}` is this checkout, `{node}` the running Node. */
  program: z.array(z.string()).min(1),
  env: z.record(z.string(), z.string()).default({}),
  /** Arguments that print a version, if it has any. */
  version: z.array(z.string()).optional(),
  /** The step that a command is in until it prints something else. */
  firstStep: z.string(),
  /** Tried on each line of output in this order; the first that matches names the step. */
  steps: z.array(z.strictObject({ line: z.string(), step: z.string() })),
  /** What to do where the program is missing. */
  missing: z.string(),
});

/** The program under test, as data. */
export interface Target {
  readonly name: string;
  readonly program: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly firstStep: string;
  readonly steps: readonly StepRule[];
}

const targetsFolder = join(scenariosFolder, "targets");

/** The names of all targets, sorted. */
export function listTargets(): string[] {
  return readdirSync(targetsFolder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

/** The steps of a target by name, in the order of its rules, the first step first. */
export function stepNames(target: Target): string[] {
  return [...new Set([target.firstStep, ...target.steps.map(({ step }) => step)])];
}

/** Loads a target. Throws UsageError when it is unknown, missing or not executable. */
export function loadTarget(name: string): Target {
  const path = join(targetsFolder, `${name}.json`);
  if (!/^[a-z0-9-]+$/.test(name) || !existsSync(path)) {
    throw new UsageError(`unknown target "${name}"; there are: ${listTargets().join(", ")}`);
  }
  const parsed = targetSchema.safeParse(readJson(path));
  if (!parsed.success) throw new UsageError(`target ${name}: ${z.prettifyError(parsed.error)}`);
  const { program, env, firstStep, steps, missing } = parsed.data;
  const [file = "", ...args] = program.map((part) =>
    part.replace("{root}", rootFolder).replace("{node}", process.execPath),
  );
  for (const part of [file, ...args].filter((each) => each.startsWith("/"))) {
    requireThere(name, part, missing);
  }
  requireExecutable(name, file);
  return {
    name,
    program: [file, ...args],
    env,
    firstStep,
    steps: steps.map((rule) => ({ line: new RegExp(rule.line), step: rule.step })),
  };
}

function requireThere(name: string, path: string, missing: string): void {
  if (existsSync(path)) return;
  throw new UsageError(`target ${name} is not there: no ${path}. ${missing}`);
}

function requireExecutable(name: string, path: string): void {
  try {
    accessSync(path, constants.X_OK);
    if (statSync(path).isFile()) return;
  } catch (cause) {
    throw new UsageError(`target ${name}: ${path} is not executable (chmod +x?)`, { cause });
  }
  throw new UsageError(`target ${name}: ${path} is not a file`);
}
