import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { DecodeError } from "../model/errors.js";
import { ifThere } from "./if-there.js";
import { noRunIn, readRun, type StoredRun } from "./run-folder.js";

/** So deep may the folders of runs lie in a folder that is given. */
const deepest = 6;

/**
 * The folders of the runs in each path, which is one itself or has some in it, however deep; links
 * are followed where they are given, and nowhere else. Throws UsageError for a path without a run.
 */
export function runFoldersIn(paths: readonly string[]): string[] {
  return [...new Set(paths.flatMap(foldersIn))];
}

/** Reads all runs in these paths, in their order. Throws as runFoldersIn and readRun do. */
export function readRuns(paths: readonly string[]): StoredRun[] {
  return runFoldersIn(paths).map(readRun);
}

/** Runs, and why others could not be read: they are of another version, or damaged. */
export interface ReadableRuns {
  readonly runs: readonly StoredRun[];
  readonly refused: readonly string[];
}

/** Reads what can be read of the runs in these paths. Throws as runFoldersIn does. */
export function readableRuns(paths: readonly string[]): ReadableRuns {
  const runs: StoredRun[] = [];
  const refused: string[] = [];
  for (const folder of runFoldersIn(paths)) {
    try {
      runs.push(readRun(folder));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      refused.push(error.message);
    }
  }
  return { runs, refused };
}

/** The folders of the runs below a path, which may be one itself; none where there are none. */
export function runFoldersBelow(path: string): string[] {
  return search(resolve(path), deepest);
}

function foldersIn(path: string): string[] {
  const folders = runFoldersBelow(path);
  if (folders.length > 0) return folders;
  throw noRunIn(path);
}

function search(folder: string, depth: number): string[] {
  if (existsSync(join(folder, "run.json"))) return [folder];
  if (depth === 0) return [];
  return foldersOf(folder).flatMap((name) => search(join(folder, name), depth - 1));
}

function foldersOf(folder: string): string[] {
  const entries = ifThere(folder, (at) => readdirSync(at, { withFileTypes: true })) ?? [];
  return entries.flatMap((each) => (each.isDirectory() ? [each.name] : [])).sort();
}
