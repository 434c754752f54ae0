import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join, relative } from "node:path";
import type { SitesFound } from "../model/sites/call-site.js";
import { UsageError } from "../model/errors.js";
import { codeOf } from "../model/file-problem.js";
import { makeFolders } from "../model/make-folders.js";
import { decodeCase, decodeEnd, decodeGolden, decodeRun, encodeCase, encodeEnd } from "./codec.js";
import type { EndRecord } from "./end-record.js";
import type { GoldenRecord } from "./golden-record.js";
import { readIfThere } from "./if-there.js";
import { readLines } from "./read-lines.js";
import type { CaseRecord, RunJson } from "./records.js";
import { decodeSites, encodeSites } from "./changes/sites-record.js";
import { cannotWrite, writing } from "./store-error.js";

/** The folder of one run, open for adding. Every method throws HarnessError when it can't write. */
export interface RunWriter {
  readonly path: string;
  /** Writes golden.json. */
  writeGolden(record: GoldenRecord): void;
  /** Writes sites.json. */
  writeSites(sites: SitesFound): void;
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
  /** Where in the source the changes are made, or why not; absent where nobody has looked. */
  readonly sites?: SitesFound;
  /** In the order in which they ended. The same id can be there more than once. */
  readonly cases: CaseRecord[];
  /** What the reader should know: a line that was left out, and why. */
  readonly notices: string[];
}

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
    const cases = openSync(join(path, "cases.jsonl"), "a");
    pointLatestTo(resultsFolder, path);
    return {
      path,
      writeGolden: (record) => writing(path, () => writeJson(join(path, "golden.json"), record)),
      writeSites: (sites) => {
        writing(path, () => writeJson(join(path, "sites.json"), encodeSites(sites)));
      },
      appendCase: (record) => appendLine(cases, path, encodeCase(record)),
      writeEnd: (record) => {
        writing(path, () => writeJson(join(path, "end.json"), encodeEnd(record)));
      },
      close: () => closeSync(cases),
    };
  });
}

/**
 * Reads a run's folder, or `results/latest`. Throws UsageError when there is no run, and
 * DecodeError for damage, with the line and the field. Only the last line of cases.jsonl may be
 * cut off: that is what a killed harness leaves. It is dropped with a notice.
 */
export function readRun(path: string): StoredRun {
  const run = readRunJson(path);
  if (run === undefined) throw noRunIn(path);
  const goldenBytes = readIfThere(join(path, "golden.json"));
  const golden = goldenBytes && decodeGolden(goldenBytes, "golden.json");
  const endBytes = readIfThere(join(path, "end.json"));
  const end = endBytes && decodeEnd(endBytes, "end.json");
  const sitesBytes = readIfThere(join(path, "sites.json"));
  const sites = sitesBytes && decodeSites(sitesBytes);
  return {
    ...{ path, run },
    ...(golden && { golden }),
    ...(end && { end }),
    ...(sites && { sites }),
    ...readCases(join(path, "cases.jsonl")),
  };
}

/** Reads run.json alone; undefined where there is none. Throws DecodeError for damage. */
export function readRunJson(path: string): RunJson | undefined {
  const place = join(path, "run.json");
  const bytes = readIfThere(place);
  return bytes && decodeRun(bytes, place);
}

/** Says that a path is no run's folder, and what one looks like. */
export function noRunIn(path: string): UsageError {
  return new UsageError(
    `no run in ${path}: it has no run.json. ` +
      `Expected a folder like results/SCENARIO/STAMP-SEED, or results/latest`,
  );
}

const nothingBegun: Pick<StoredRun, "cases" | "notices"> = {
  cases: [],
  notices: ["cases.jsonl is not there: the run ended before it began"],
};

/** A harness that is killed leaves the whole file or none. */
function writeJson(path: string, value: unknown): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(value, undefined, 2)}\n`);
  renameSync(`${path}.new`, path);
}

function makeNewFolder(wanted: string): string {
  for (let attempt = 1; ; attempt += 1) {
    const path = attempt === 1 ? wanted : `${wanted}-${attempt}`;
    try {
      mkdirSync(path);
      return path;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
  }
}

/**
 * Lets `latest` point to a run. The link is made inside the run's own folder, where no other run
 * can want the same name.
 */
export function pointLatestTo(resultsFolder: string, path: string): void {
  const link = join(path, "latest.new");
  symlinkSync(relative(resultsFolder, path), link);
  renameSync(link, join(resultsFolder, "latest"));
}

/**
 * One write call a line: a harness that is killed leaves at most the last line cut off. A full
 * disk can cut a line too: that piece is taken back, so that a later line does not run into it.
 */
function appendLine(descriptor: number, path: string, json: string): void {
  const line = Buffer.from(`${json}\n`);
  writing(path, () => {
    const written = writeSync(descriptor, line);
    if (written === line.length) return;
    ftruncateSync(descriptor, fstatSync(descriptor).size - written);
    throw cannotWrite(path, "ENOSPC");
  });
}

function readCases(path: string): Pick<StoredRun, "cases" | "notices"> {
  const cases: CaseRecord[] = [];
  const left = readLines(path, (line) =>
    cases.push(decodeCase(line, `cases.jsonl:${cases.length + 1}`)),
  );
  if (left === undefined) return nothingBegun;
  if (left === 0) return { cases, notices: [] };
  const notice =
    `cases.jsonl:${cases.length + 1}: the last line is cut off after ` +
    `${left} bytes and was left out: the harness was killed while it wrote it`;
  return { cases, notices: [notice] };
}
