import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and what is missing above it. Node's own recursive mkdir never ends where a
 * file system answers ENOENT for a new folder, as /proc does.
 */
export function makeFolders(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) return;
  const parent = dirname(path);
  if (!existsSync(parent)) makeFolders(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it since.
    if (!existsSync(path) || !statSync(path).isDirectory()) throw error;
  }
}
