import { resolve } from "node:path";
import { readFailure } from "../store/failures/read-failure.js";
import type { FailureCase } from "../store/failures/failure-case.js";
import { classOrReason, type RunJson } from "../store/records.js";
import { readRunJson } from "../store/run-folder.js";

/** A failure as its folder has it, and the run that it is of, where that is there. */
export interface CaseSource {
  readonly folder: string;
  readonly failure: FailureCase;
  readonly run?: RunJson;
}

/** Reads a failure's folder. Throws UsageError where there is none, DecodeError for damage. */
export function readCaseSource(folder: string): CaseSource {
  const failure = readFailure(folder);
  const run = readRunJson(resolve(folder, "..", ".."));
  return { folder, failure, ...(run && { run }) };
}

/** After which crash the worst finding shows: of one seen at the end, the last crash. */
export function tellingCrash({ record, crashDigests }: FailureCase): number {
  const worstClass = classOrReason(record);
  const worst = record.findings.find((each) => each.class === worstClass);
  const crash = worst?.kill ?? 0;
  return crash >= 1 && crash <= crashDigests.length ? crash : crashDigests.length;
}
