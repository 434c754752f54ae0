import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { decodeRun } from "./codec.js";
import type { RunJson } from "./records.js";

/**
 * The files of the user's behind the newest run in a results folder that was made with the same
 * scenario, target and fingerprint; none where there is no such run. A run of another version, or
 * one that can't be read, is passed over.
 */
export function filesOfRun(
  resultsFolder: string,
  { scenario, target, fingerprint }: Pick<RunJson, "scenario" | "target" | "fingerprint">,
): NonNullable<RunJson["files"]> {
  const parent = resolve(resultsFolder, scenario);
  for (const name of foldersIn(parent).sort().reverse()) {
    const run = runIn(join(parent, name));
    if (run?.target === target && run.fingerprint === fingerprint) return run.files ?? {};
  }
  return {};
}

function foldersIn(parent: string): string[] {
  try {
    return readdirSync(parent);
  } catch {
    return [];
  }
}

function runIn(folder: string): RunJson | undefined {
  try {
    return decodeRun(readFileSync(join(folder, "run.json")), "run.json");
  } catch {
    return undefined;
  }
}
