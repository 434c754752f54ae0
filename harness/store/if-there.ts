import { readFileSync } from "node:fs";
import { HarnessError } from "../model/errors.js";
import { codeOf } from "../model/file-problem.js";

/**
 * What `read` gives of a path; undefined where nothing is there. Throws HarnessError where it is
 * there and can't be read.
 */
export function ifThere<T>(path: string, read: (path: string) => T): T | undefined {
  try {
    return read(path);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new HarnessError(`cannot read ${path} (${code})`, { cause });
  }
}

/** The bytes of a file. Undefined, and throws, as ifThere does. */
export function readIfThere(path: string): Buffer | undefined {
  return ifThere(path, (at) => readFileSync(at));
}
