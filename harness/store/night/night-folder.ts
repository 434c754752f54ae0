import { closeSync, existsSync, openSync, readdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../../model/errors.js";
import { makeFolders } from "../../model/make-folders.js";
import { decode } from "../codec.js";
import { appendLine, cutLastLine, makeNewFolder, writeJson } from "../files.js";
import { readIfThere } from "../if-there.js";
import { readLines } from "../read-lines.js";
import { writing } from "../store-error.js";
import {
  nightLineSchema,
  nightRecordSchema,
  type NightLine,
  type NightRecord,
} from "./night-record.js";

/** The folder of a night, open for adding. Throws HarnessError when it can't write. */
export interface NightWriter {
  readonly path: string;
  append(line: NightLine): void;
  close(): void;
}

/** What a night has written so far. */
export interface StoredNight {
  readonly path: string;
  readonly night: NightRecord;
  readonly lines: readonly NightLine[];
}

const recordName = "night.json";
const linesName = "turns.jsonl";

/** Makes `<resultsFolder>/night/<nowStamp>-<seed>/` with its night.json. */
export function createNight(
  resultsFolder: string,
  night: NightRecord,
  nowStamp: string,
): NightWriter {
  return writing(resultsFolder, () => {
    const parent = join(resultsFolder, "night");
    makeFolders(parent);
    const path = makeNewFolder(join(parent, `${nowStamp}-${night.seed}`));
    writeJson(join(path, recordName), night);
    return writerTo(path);
  });
}

/** Opens the folder of a night that has stopped, to add to it. */
export function reopenNight(path: string): NightWriter {
  return writing(path, () => {
    cutLastLine(linesPath(path));
    return writerTo(path);
  });
}

/** Where the turns of a night are noted. */
export function linesPath(path: string): string {
  return join(path, linesName);
}

/** Where the run of a turn goes. */
export function turnFolder(path: string, turn: number): string {
  return join(path, "turns", String(turn).padStart(5, "0"));
}

/** The folder of the run of a turn; undefined where it has none yet. */
export function runOfTurn(path: string, turn: number): string | undefined {
  const latest = join(turnFolder(path, turn), "latest");
  return existsSync(join(latest, "run.json")) ? realpathSync(latest) : undefined;
}

/** The folders of the runs of a night, in the order of its turns. */
export function runsOfNight(path: string): string[] {
  const parent = join(path, "turns");
  const turns = existsSync(parent)
    ? readdirSync(parent)
        .map(Number)
        .sort((a, b) => a - b)
    : [];
  return turns.flatMap((turn) => runOfTurn(path, turn) ?? []);
}

/** Whether a folder is that of a night. */
export function isNight(path: string): boolean {
  return existsSync(join(path, recordName));
}

/** Reads a night's folder. Throws UsageError when it is none, DecodeError for damage. */
export function readNight(path: string): StoredNight {
  const bytes = readIfThere(join(path, recordName));
  if (bytes === undefined) throw new UsageError(`no night in ${path}: it has no ${recordName}`);
  const night = decode(nightRecordSchema, bytes, recordName);
  const lines: NightLine[] = [];
  readLines(linesPath(path), (line) =>
    lines.push(decode(nightLineSchema, line, `${linesName}:${lines.length + 1}`)),
  );
  return { path, night, lines };
}

/** The night before a night, in the same results folder; undefined where there is none. */
export function nightBefore(path: string): StoredNight | undefined {
  const parent = dirname(path);
  const before = readdirSync(parent)
    .sort()
    .map((name) => join(parent, name));
  const earlier = before.filter((each) => each < path && isNight(each)).at(-1);
  return earlier === undefined ? undefined : readNight(earlier);
}

function writerTo(path: string): NightWriter {
  const lines = openSync(linesPath(path), "a");
  return {
    path,
    append: (line) => {
      appendLine(lines, path, JSON.stringify(line));
    },
    close: () => closeSync(lines),
  };
}
