import { readdirSync } from "node:fs";
import type { RawPath } from "../../model/tree/raw-path.js";

/** The raw names of what is in a folder. Throws where it can't be listed. */
export function namesIn(folder: string): RawPath[] {
  return readdirSync(folder, "latin1");
}

/** Where something below a folder is, for functions that take a path. */
export function pathIn(folder: string, raw: RawPath): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(raw, "latin1")]);
}
