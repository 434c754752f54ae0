import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HarnessError } from "../model/errors.js";

/** Writes the folder of a failure, `failures/<id>/`, with a file for each key. */
export function writeFailure(
  runPath: string,
  id: string,
  files: Readonly<Record<string, string | Buffer>>,
): void {
  const folder = join(runPath, "failures", id.replaceAll(":", "_"));
  try {
    mkdirSync(folder, { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  } catch (cause) {
    throw new HarnessError(`cannot write ${folder}; is the disk full or read-only?`, { cause });
  }
}
