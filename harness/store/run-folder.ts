import { closeSync, openSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import type { SitesFound } from "../model/sites/call-site.js";
import { UsageError } from "../model/errors.js";
import { makeFolders } from "../model/make-folders.js";
import {
  decodeEnd,
  decodeGolden,
  decodeRun,
  decodeSitting,
  encodeCase,
  encodeEnd,
} from "./codec.js";
import { appendLine, cutLastLine, makeNewFolder, writeJson } from "./files.js";
import type { EndRecord } from "./end-record.js";
import type { GoldenRecord } from "./golden-record.js";
import { readIfThere } from "./if-there.js";
import { readCases } from "./read-cases.js";
import { readLines } from "./read-lines.js";
import type { CaseRecord, RunJson } from "./records.js";
import type { Sitting } from "./sittings.js";
import { decodeSites, encodeSites } from "./changes/sites-record.js";
import { writing } from "./store-error.js";

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
    writeSites: (sites) => {
      writing(path, () => writeJson(join(path, "sites.json"), encodeSites(sites)));
    },
    appendCase: (record) => appendLine(cases, path, encodeCase(record)),
    writeEnd: (record) => {
      writing(path, () => writeJson(join(path, "end.json"), encodeEnd(record)));
    },
    close: () => closeSync(cases),
  };
}

/** Reads sittings.jsonl; none where the run was never continued. Throws DecodeError for damage. */
export function readSittings(path: string): Sitting[] {
  const sittings: Sitting[] = [];
  readLines(join(path, "sittings.jsonl"), (line) =>
    sittings.push(decodeSitting(line, `sittings.jsonl:${sittings.length + 1}`)),
  );
  return sittings;
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
  const cases: CaseRecord[] = [];
  const notices = readCases(join(path, "cases.jsonl"), (record) => cases.push(record));
  return {
    ...{ path, run, cases, notices },
    ...(golden && { golden }),
    ...(end && { end }),
    ...(sites && { sites }),
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

/**
 * Lets `latest` point to a run. The link is made inside the run's own folder, where no other run
 * can want the same name.
 */
export function pointLatestTo(resultsFolder: string, path: string): void {
  const link = join(path, "latest.new");
  symlinkSync(relative(resultsFolder, path), link);
  renameSync(link, join(resultsFolder, "latest"));
}
