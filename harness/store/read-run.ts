import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HarnessError, UsageError } from "../model/errors.js";
import { decodeCase, decodeRun } from "./decode.js";
import type { CaseRecord, RunJson } from "./records.js";
import { codeOf } from "./store-error.js";

/** Everything that a run has written so far. */
export interface StoredRun {
  readonly run: RunJson;
  /** In the order in which they ended. The same id can be there more than once. */
  readonly cases: CaseRecord[];
  /** What the reader should know: a line that was left out, and why. */
  readonly notices: string[];
}

const newline = 10;

/**
 * Reads a run's folder, or `results/latest`. Throws UsageError when there is no run, and
 * DecodeError for damage, with the line and the field. Only the last line of cases.jsonl may be
 * cut off: that is what a killed harness leaves. It is dropped with a notice.
 */
export function readRun(path: string): StoredRun {
  const runBytes = readIfThere(join(path, "run.json"));
  if (runBytes === undefined) {
    throw new UsageError(
      `no run in ${path}: it has no run.json. ` +
        `Expected a folder like results/SCENARIO/STAMP-SEED, or results/latest`,
    );
  }
  const run = decodeRun(runBytes, "run.json");
  const casesBytes = readIfThere(join(path, "cases.jsonl"));
  if (casesBytes === undefined) {
    return { run, cases: [], notices: ["cases.jsonl is not there: the run ended before it began"] };
  }
  return { run, ...readCases(casesBytes) };
}

function readCases(bytes: Buffer): Pick<StoredRun, "cases" | "notices"> {
  const cases: CaseRecord[] = [];
  let start = 0;
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
    cases.push(decodeCase(bytes.subarray(start, end), `cases.jsonl:${cases.length + 1}`));
    start = end + 1;
  }
  if (start === bytes.length) return { cases, notices: [] };
  const notice =
    `cases.jsonl:${cases.length + 1}: the last line is cut off after ` +
    `${bytes.length - start} bytes and was left out: the harness was killed while it wrote it`;
  return { cases, notices: [notice] };
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new HarnessError(`cannot read ${path} (${code})`, { cause });
  }
}
