import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { UsageError } from "../model/errors.js";
import type { StepRule } from "../model/steps.js";
import { knownBadKeys } from "./resizers/known-bad.js";
import { oddCorrectKeys } from "./resizers/odd-correct.js";
import { findRealResizer } from "./resizers/real-resizer.js";
import { onPath, programFileOf, whyNoProgram, type ProgramFile } from "./program.js";
import { listJsonNames, readJson } from "./read-json.js";
import { rootFolder, scenariosFolder } from "./places.js";

/** A target, as its file has it. */
export const targetSchema = z.strictObject({
  about: z.string().describe("one line on what it is"),
  program: z
    .array(z.string())
    .min(1)
    .describe(
      "what is started: a program, or an interpreter and its script; {root} is this checkout, " +
        "{node} the running Node, {resizer} the real resizer; --program takes the place of all",
    ),
  arguments: z
    .array(z.string())
    .default([])
    .describe("arguments that it always gets, before those of the scenario"),
  env: z.record(z.string(), z.string()).default({}).describe("variables, by name"),
  successCodes: z
    .array(z.number().int().min(0).max(255))
    .min(1)
    .default([0])
    .describe("exit codes by which it says that all went well"),
  stepNames: z
    .tuple([z.string()], z.string())
    .describe(
      "all steps in the order of the work. A command is in the first until it prints another",
    ),
  steps: z
    .array(z.strictObject({ line: z.string(), step: z.string() }))
    .describe("tried on each line of output in this order; the first that matches names the step"),
  missing: z.string().describe("what to do where the program is missing"),
});

/** The program under test, as data. */
export interface Target {
  readonly name: string;
  readonly program: readonly [string, ...string[]];
  /** What of that is the program under test. */
  readonly file: ProgramFile;
  /** Program and fixed arguments of the resume, where it is another one. */
  readonly resumeProgram?: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  /** Exit codes by which it says that all went well. */
  readonly successCodes: readonly number[];
  /** Those of the resume, where it is another command and they are others. */
  readonly resumeSuccessCodes?: readonly number[];
  /** All steps in the order of the work; each command begins in the first. */
  readonly stepNames: readonly [string, ...string[]];
  readonly steps: readonly StepRule[];
}

/** The program of a target is not there, and nobody has named another one. */
export class TargetMissing extends UsageError {
  static {
    this.prototype.name = "TargetMissing";
  }
}

const targetsFolder = join(scenariosFolder, "targets");

/** The names of all targets, sorted. */
export function listTargets(): string[] {
  return listJsonNames(targetsFolder);
}

/**
 * Loads a target. `program` is the path of a program that is run in place of its own. Throws
 * UsageError where the target is unknown or its program can't be run, TargetMissing where that is
 * not there.
 */
export function loadTarget(name: string, program?: string): Target {
  return decodeTarget(name, keysOf(name), program);
}

/** Throws UsageError for a target that can't be run, but not where its program is missing. */
export function checkTarget(name: string): void {
  try {
    loadTarget(name);
  } catch (error) {
    if (!(error instanceof TargetMissing)) throw error;
  }
}

/** The steps of a target, whether its program is there or not. Throws UsageError. */
export function stepNamesOf(name: string): readonly [string, ...string[]] {
  return checkedKeys(name, keysOf(name)).stepNames;
}

/** What a target is, in words. Throws UsageError. */
export function aboutTarget(name: string): string {
  return checkedKeys(name, keysOf(name)).about;
}

function keysOf(name: string): Record<string, unknown> {
  const variant = knownBadKeys(name) ?? oddCorrectKeys(name);
  if (variant !== undefined) return variant;
  const path = join(targetsFolder, `${name}.json`);
  if (/^[a-z0-9-]+$/.test(name) && existsSync(path)) return readJson(path);
  throw new UsageError(`unknown target "${name}"; there are: ${listTargets().join(", ")}`);
}

/** Checks the keys of a target, and that its program is there. Throws as loadTarget. */
export function decodeTarget(
  name: string,
  keys: Record<string, unknown>,
  program?: string,
): Target {
  const { arguments: args, env, successCodes, stepNames, steps, ...data } = checkedKeys(name, keys);
  const start = program === undefined ? ownProgram(name, data) : ([givenProgram(program)] as const);
  const file = programFileOf(start);
  return { name, program: [...start, ...args], file, env, successCodes, stepNames, steps };
}

function checkedKeys(name: string, keys: Record<string, unknown>) {
  const parsed = targetSchema.safeParse(keys);
  if (!parsed.success) throw new UsageError(`target ${name}: ${z.prettifyError(parsed.error)}`);
  const { steps, stepNames } = parsed.data;
  const unknown = steps.find(({ step }) => !stepNames.includes(step));
  if (unknown !== undefined) {
    throw new UsageError(`target ${name}: steps: "${unknown.step}" is not among stepNames`);
  }
  for (const { line } of steps) requirePattern(name, line);
  return parsed.data;
}

/** The words that start it, each file of them with its whole path. */
function ownProgram(
  name: string,
  { program, missing }: Pick<z.infer<typeof targetSchema>, "program" | "missing">,
): [string, ...string[]] {
  const notThere = (why: string) =>
    new TargetMissing(`target ${name} is not there: ${why}. ${missing}`);
  const [named = "", ...others] = program.map((word) => {
    const known = word.replaceAll("{root}", rootFolder).replaceAll("{node}", process.execPath);
    if (!known.includes("{resizer}")) return known;
    const resizer = findRealResizer(process.env);
    if (resizer.kind === "missing") throw notThere(resizer.why);
    return known.replaceAll("{resizer}", resizer.path);
  });
  const start: [string, ...string[]] = [onPath(named), ...others];
  const gone = start.find((word) => word.startsWith("/") && !existsSync(word));
  if (gone !== undefined) throw notThere(`no ${gone}`);
  const why = whyNoProgram(start[0]);
  if (why !== undefined) throw new UsageError(`target ${name}: ${why}`);
  return start;
}

function givenProgram(program: string): string {
  const path = resolve(program);
  const why = whyNoProgram(path);
  if (why === undefined) return path;
  throw new UsageError(`--program: ${why}. Expected the path of a program that can be run`);
}

function requirePattern(name: string, line: string): void {
  try {
    new RegExp(line);
  } catch (cause) {
    throw new UsageError(`target ${name}: steps: "${line}" is no regular expression`, { cause });
  }
}
