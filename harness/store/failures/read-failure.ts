import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../model/errors.js";
import { decodeFailure, type FailureCase } from "./failure-case.js";
import { whyNoFailure } from "./missing-failure.js";

/**
 * Reads case.json of a failure's folder. Throws UsageError where there is none, and says how to get
 * that of a case whose evidence was not kept.
 */
export function readFailure(folder: string): FailureCase {
  const path = join(folder, "case.json");
  if (!existsSync(path)) throw new UsageError(whyNoFailure(folder));
  return decodeFailure(readFileSync(path));
}
