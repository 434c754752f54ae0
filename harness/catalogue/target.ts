import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { UsageError } from "../model/errors.js";
import type { StepRule } from "../model/steps.js";
import { knownBadKeys } from "./resizers/known-bad.js";
import { oddCorrectKeys } from "./resizers/odd-correct.js";
import { readJson } from "./read-json.js";
import { rootFolder, scenariosFolder } from "./places.js";

const targetSchema = z.strictObject({
  about: z.string(),
  /** Program and fixed arguments. `{root}` is this checkout, `{node}` the running Node. */
  program: z.array(z.string()).min(1),
  env: z.record(z.string(), z.string()).default({}),
  /** Exit codes by which it says that all went well. */
  successCodes: z.array(z.number().int().min(0).max(255)).min(1).default([0]),
  /** All steps in the order of the work. A command is in the first until it prints another. */
  stepNames: z.tuple([z.string()], z.string()),
  /** Tried on each line of output in this order; the first that matches names the step. */
  steps: z.array(z.strictObject({ line: z.string(), step: z.string() })),
  /** What to do where the program is missing. */
  missing: z.string(),
});

/** The program under test, as data. */
export interface Target {
  readonly name: string;
  readonly program: readonly [string, ...string[]];
  /** Program and fixed arguments of the resume, where it is another one. */
  readonly resumeProgram?: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  /** Exit codes by which it says that all went well. */
  readonly successCodes: readonly number[];
  /** All steps in the order of the work; each command begins in the first. */
  readonly stepNames: readonly [string, ...string[]];
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

/** Loads a target. Throws UsageError when it is unknown, missing or not executable. */
export function loadTarget(name: string): Target {
  const variant = knownBadKeys(name) ?? oddCorrectKeys(name);
  if (variant !== undefined) return decodeTarget(name, variant);
  const path = join(targetsFolder, `${name}.json`);
  if (!/^[a-z0-9-]+$/.test(name) || !existsSync(path)) {
    throw new UsageError(`unknown target "${name}"; there are: ${listTargets().join(", ")}`);
  }
  return decodeTarget(name, readJson(path));
}

/** Checks the keys of a target. Throws UsageError when one is wrong, or the program not there. */
export function decodeTarget(name: string, keys: Record<string, unknown>): Target {
  const parsed = targetSchema.safeParse(keys);
  if (!parsed.success) throw new UsageError(`target ${name}: ${z.prettifyError(parsed.error)}`);
  const unknown = parsed.data.steps.find(({ step }) => !parsed.data.stepNames.includes(step));
  if (unknown !== undefined) {
    throw new UsageError(`target ${name}: steps: "${unknown.step}" is not among stepNames`);
  }
  for (const { line } of parsed.data.steps) requirePattern(name, line);
  const { program, env, successCodes, stepNames, steps, missing } = parsed.data;
  const [named = "", ...args] = program.map((part) =>
    part.replaceAll("{root}", rootFolder).replaceAll("{node}", process.execPath),
  );
  const file = onPath(named);
  for (const part of [file, ...args].filter((each) => each.startsWith("/"))) {
    requireThere(name, part, missing);
  }
  requireExecutable(name, file);
  return {
    name,
    program: [file, ...args],
    env,
    successCodes,
    stepNames,
    steps,
  };
}

/** A bare name is looked up on PATH; a path with a folder counts from `folder`. */
export function onPath(program: string, folder = rootFolder): string {
  if (program.includes("/")) return resolve(folder, program);
  const folders = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`.split(":");
  return folders.map((each) => join(each, program)).find(existsSync) ?? program;
}

function requirePattern(name: string, line: string): void {
  try {
    new RegExp(line);
  } catch (cause) {
    throw new UsageError(`target ${name}: steps: "${line}" is no regular expression`, { cause });
  }
}

function requireThere(name: string, path: string, missing: string): void {
  if (existsSync(path)) return;
  throw new UsageError(`target ${name} is not there: no ${path}. ${missing}`);
}

/** Throws UsageError unless there is a program at a path. */
export function requireExecutable(name: string, path: string): void {
  if (!existsSync(path)) throw new UsageError(`target ${name}: there is no ${path}`);
  try {
    accessSync(path, constants.X_OK);
    if (statSync(path).isFile()) return;
  } catch (cause) {
    throw new UsageError(`target ${name}: ${path} is not executable (chmod +x?)`, { cause });
  }
  throw new UsageError(`target ${name}: ${path} is not a file`);
}
