import { closeSync, openSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { UsageError } from "../model/errors.js";
import { makeFolders } from "../model/make-folders.js";
import {
  decodeCase,
  decodeEnd,
  decodeGolden,
  decodeRun,
  decodeSitting,
  encodeCase,
  encodeEnd,
} from "./codec.js";
import {
  appendLine,
  cutLastLine,
  makeNewFolder,
  readIfThere,
  wholeLines,
  writeJson,
} from "./files.js";
import type { EndRecord } from "./end-record.js";
import type { GoldenRecord } from "./golden-record.js";
import type { CaseRecord, RunJson } from "./records.js";
import type { Sitting } from "./sittings.js";
import { writing } from "./store-error.js";

/** The folder of one run, open for adding. Every method throws HarnessError when it can't write. */
export interface RunWriter {
  readonly path: string;
  /** Writes golden.json. */
  writeGolden(record: GoldenRecord): void;
  /** Adds one line to cases.jsonl. */
  appendCase(record: CaseRecord): void;
  /** Writes end.json. */
  writeEnd(record: EndRecord): void;
  close(): void;
}

/** Everything that a run has written so far. */
export interface StoredRun {
  /** Its folder. */
  readonly path: string;
  readonly run: RunJson;
  /** Absent where the run ended before its uninterrupted runs were judged. */
  readonly golden?: GoldenRecord;
  /** Absent where it has not ended yet, or was killed. */
  readonly end?: EndRecord;
  /** In the order in which they ended. The same id can be there more than once. */
  readonly cases: CaseRecord[];
  /** What the reader should know: a line that was left out, and why. */
  readonly notices: string[];
}

const newline = 10;

/**
 * Makes `<resultsFolder>/<scenario>/<nowStamp>-<seed>/` with its run.json, and lets `latest` point
 * to it. `nowStamp` is like 20261120T123100Z. A folder that is there already is left alone: the
 * new one gets -2, -3, ... behind its name.
 */
export function createRun(resultsFolder: string, run: RunJson, nowStamp: string): RunWriter {
  return writing(resultsFolder, () => {
    const parent = join(resultsFolder, run.scenario);
    makeFolders(parent);
    const path = makeNewFolder(join(parent, `${nowStamp}-${run.seed}`));
    writeJson(join(path, "run.json"), run);
    const writer = writerTo(path);
    pointLatestTo(resultsFolder, path);
    return writer;
  });
}

/** A time as names of folders have it: 20261120T123100Z. */
export function stampOf(isoTime: string): string {
  return isoTime.replaceAll(/[-:]|\.\d+/g, "");
}

/**
 * Opens the folder of a run that has stopped, to add to it. What a killed harness has left of a
 * last line is cut off, and the sitting is noted. Throws HarnessError when it can't write.
 */
export function reopenRun(path: string, sitting: Sitting): RunWriter {
  return writing(path, () => {
    for (const name of ["cases.jsonl", "sittings.jsonl"]) cutLastLine(join(path, name));
    rmSync(join(path, "end.json"), { force: true });
    const sittings = openSync(join(path, "sittings.jsonl"), "a");
    try {
      appendLine(sittings, path, JSON.stringify(sitting));
    } finally {
      closeSync(sittings);
    }
    return writerTo(path);
  });
}

function writerTo(path: string): RunWriter {
  const cases = openSync(join(path, "cases.jsonl"), "a");
  return {
    path,
    writeGolden: (record) => writing(path, () => writeJson(join(path, "golden.json"), record)),
    appendCase: (record) => appendLine(cases, path, encodeCase(record)),
    writeEnd: (record) => {
      writing(path, () => writeJson(join(path, "end.json"), encodeEnd(record)));
    },
    close: () => closeSync(cases),
  };
}

/** Reads sittings.jsonl; none where the run was never continued. Throws DecodeError for damage. */
export function readSittings(path: string): Sitting[] {
  const lines = wholeLines(readIfThere(join(path, "sittings.jsonl")) ?? Buffer.alloc(0));
  return lines.map((line, index) => decodeSitting(line, `sittings.jsonl:${index + 1}`));
}

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
  const run = decodeRun(runBytes, join(path, "run.json"));
  const goldenBytes = readIfThere(join(path, "golden.json"));
  const golden = goldenBytes && decodeGolden(goldenBytes, "golden.json");
  const endBytes = readIfThere(join(path, "end.json"));
  const end = endBytes && decodeEnd(endBytes, "end.json");
  const casesBytes = readIfThere(join(path, "cases.jsonl"));
  const read = casesBytes === undefined ? nothingBegun : readCases(casesBytes);
  return { path, run, ...(golden && { golden }), ...(end && { end }), ...read };
}

const nothingBegun = {
  cases: [],
  notices: ["cases.jsonl is not there: the run ended before it began"],
};

/** The link is made inside the run's own folder, where no other run can want the same name. */
function pointLatestTo(resultsFolder: string, path: string): void {
  const link = join(path, "latest.new");
  symlinkSync(relative(resultsFolder, path), link);
  renameSync(link, join(resultsFolder, "latest"));
}

function readCases(bytes: Buffer): Pick<StoredRun, "cases" | "notices"> {
  const lines = wholeLines(bytes);
  const cases = lines.map((line, index) => decodeCase(line, `cases.jsonl:${index + 1}`));
  const leftBytes = bytes.length - (bytes.lastIndexOf(newline) + 1);
  if (leftBytes === 0) return { cases, notices: [] };
  const notice =
    `cases.jsonl:${cases.length + 1}: the last line is cut off after ` +
    `${leftBytes} bytes and was left out: the harness was killed while it wrote it`;
  return { cases, notices: [notice] };
}
