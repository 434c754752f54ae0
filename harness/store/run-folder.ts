import {
  closeSync,
  ftruncateSync,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join, relative } from "node:path";
import { sha256 } from "../model/sha256.js";
import type { CaseRecord, RunJson } from "./records.js";
import { cannotWrite, codeOf, writing } from "./store-error.js";

/** The folder of one run, open for adding. Every method throws HarnessError when it can't write. */
export interface RunWriter {
  readonly path: string;
  /** Adds one line to cases.jsonl. */
  appendCase(record: CaseRecord): void;
  /** Writes `failures/<id>/` with these files, and returns its path. */
  writeFailure(id: string, files: Readonly<Record<string, string | Buffer>>): string;
  close(): void;
}

/** Longest name of a folder that is kept as it is: most file systems stop at 255 bytes. */
const longestFolderName = 200;

/**
 * Makes `<resultsFolder>/<scenario>/<nowStamp>-<seed>/` with its run.json, and lets `latest` point
 * to it. `nowStamp` is like 20261120T123100Z. A folder that is there already is left alone: the
 * new one gets -2, -3, ... behind its name.
 */
export function createRun(resultsFolder: string, run: RunJson, nowStamp: string): RunWriter {
  return writing(resultsFolder, () => {
    const parent = join(resultsFolder, run.scenario);
    mkdirSync(parent, { recursive: true });
    const path = makeNewFolder(join(parent, `${nowStamp}-${run.seed}`));
    const runPath = join(path, "run.json");
    writeFileSync(`${runPath}.new`, `${JSON.stringify(run, undefined, 2)}\n`);
    renameSync(`${runPath}.new`, runPath);
    const cases = openSync(join(path, "cases.jsonl"), "a");
    pointLatestTo(resultsFolder, path);
    return {
      path,
      appendCase: (record) => appendLine(cases, path, JSON.stringify(record)),
      writeFailure: (id, files) => writeFailure(path, id, files),
      close: () => closeSync(cases),
    };
  });
}

/** The name of a case's folder below failures/. */
export function failureFolderName(id: string): string {
  const name = id.replaceAll(/[:/]/g, "_");
  if (name.length <= longestFolderName) return name;
  return `${name.slice(0, longestFolderName)}-${sha256(id).slice(0, 8)}`;
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

/** The link is made inside the run's own folder, where no other run can want the same name. */
function pointLatestTo(resultsFolder: string, path: string): void {
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

/** Written beside its place and moved there, so that a folder in failures/ is always whole. */
function writeFailure(
  path: string,
  id: string,
  files: Readonly<Record<string, string | Buffer>>,
): string {
  const folder = join(path, "failures", failureFolderName(id));
  const unfinished = `${folder}.new`;
  writing(folder, () => {
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(unfinished, name), content);
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  });
  return folder;
}
