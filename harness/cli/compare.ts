import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { compareRuns } from "../compare/compare-runs.js";
import type { ComparedRun } from "../compare/compared-run.js";
import { junitRuns } from "../compare/junit/junit-runs.js";
import { readJUnit } from "../compare/junit/read-junit.js";
import { readStoredRun } from "../compare/stored-run.js";
import { exitCodes, UsageError } from "../model/errors.js";
import { comparisonJson } from "../report/compare/comparison-json.js";
import { comparisonText } from "../report/compare/comparison-text.js";

export interface CompareOptions {
  readonly with?: readonly string[];
  readonly json: boolean;
}

/** Compares a run with one parent or many, and prints what is new, gone, or only noise. */
export function compareCommand(
  run: string,
  parent: string | undefined,
  options: CompareOptions,
): number {
  const parents = [...(parent === undefined ? [] : [parent]), ...(options.with ?? [])];
  if (parents.length === 0) {
    throw new UsageError(
      "nothing to compare with: expected `compare RUN PARENT` or `compare RUN --with PARENT ...`",
    );
  }
  const paths = [run, ...parents];
  refuseTwice(paths);
  const [now, ...before] = readRuns(paths);
  if (now === undefined) return exitCodes.undecided;
  const comparison = compareRuns(now, before);
  console.log(options.json ? comparisonJson(comparison) : comparisonText(comparison));
  return codes[comparison.judgement.verdict];
}

const codes = {
  new: exitCodes.violated,
  undecided: exitCodes.undecided,
  gone: exitCodes.held,
  noise: exitCodes.held,
  same: exitCodes.held,
} as const;

/** A run that counts twice looks like one that repeats itself. */
function refuseTwice(paths: readonly string[]): void {
  const real = paths.map((path) => {
    if (!existsSync(path)) throw new UsageError(`there is no ${path}`);
    return realpathSync(path);
  });
  const again = paths.find((_, index) => real.indexOf(real[index] ?? "") < index);
  if (again !== undefined) throw new UsageError(`${again} is named twice: each run counts once`);
}

function readRuns(paths: readonly string[]): ComparedRun[] {
  const stored = paths.filter((path) => existsSync(join(path, "run.json")));
  if (stored.length === paths.length) return paths.map(readStoredRun);
  const [other] = stored;
  if (other !== undefined) {
    throw new UsageError(
      `${other} is a run of crashpoint, and others are not: compare runs of crashpoint with each ` +
        `other, and JUnit XML with JUnit XML`,
    );
  }
  return junitRuns(paths.map((path) => ({ name: path, ...readJUnit(path) })));
}
