import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const ignoredNames = new Set([".git", ".cache", "node_modules", "dist", "results"]);
const largestBytes = 1 << 20;

/**
 * The files of the checkout below a folder, as sorted paths relative to where we stand. Leaves
 * out what is made (builds, packages, results) and files over 1 MiB, which are no sources.
 */
export function listFiles(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (ignoredNames.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...listFiles(path));
    else if (entry.isFile() && statSync(path).size <= largestBytes) found.push(path);
  }
  return found.sort();
}
