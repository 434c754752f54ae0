import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DecodeError } from "../../model/errors.js";
import { codeOf } from "../../model/file-problem.js";
import { ifThere } from "../if-there.js";
import { decodeFailure, type FailureCase } from "./failure-case.js";

/** The failures whose evidence a run has kept, and what of it can't be read. */
export interface StoredFailures {
  readonly failures: readonly FailureCase[];
  readonly notices: readonly string[];
}

/** Reads case.json of each failure in the folder of a run, in the order of their names. */
export function readFailures(runPath: string): StoredFailures {
  const folder = join(runPath, "failures");
  const failures: FailureCase[] = [];
  const notices: string[] = [];
  const names = ifThere(folder, (at) => readdirSync(at)) ?? [];
  for (const name of names.sort()) {
    try {
      failures.push(decodeFailure(readFileSync(join(folder, name, "case.json"))));
    } catch (error) {
      const why = error instanceof DecodeError ? error.message : codeOf(error);
      notices.push(`failures/${name} can't be read, and was left out: ${why}`);
    }
  }
  return { failures, notices };
}
