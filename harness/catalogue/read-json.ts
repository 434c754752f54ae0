import { readdirSync } from "node:fs";
import { readDataFile } from "./files/data-file.js";

/**
 * Reads a JSON file that holds an object. The name of its schema, which is for editors, is left
 * out. Throws UsageError that names the file.
 */
export function readJson(path: string): Record<string, unknown> {
  return withoutSchema(readDataFile(path).keys);
}

/** The same without `$schema`. */
export function withoutSchema(keys: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(keys).filter(([key]) => key !== "$schema"));
}

/** The names of the JSON files of a folder, without their ending, sorted. */
export function listJsonNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}
