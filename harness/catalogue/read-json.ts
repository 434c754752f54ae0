import { readFileSync, readdirSync } from "node:fs";
import { messageOf, UsageError } from "../model/errors.js";

/** Reads a JSON file that holds an object. Throws UsageError that names the file. */
export function readJson(path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** The names of the JSON files of a folder, without their ending, sorted. */
export function listJsonNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}
