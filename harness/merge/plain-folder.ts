import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../model/errors.js";
import { changeMapName } from "../store/changes/change-map-file.js";

/** More than this is no run of ours: its evidence ends at 1 GiB. */
const mostBytes = 4 * 2 ** 30;
const mostFiles = 100_000;
const deepest = 8;
/** More of a file that is read as a whole is none of ours. */
const mostWholeBytes = 64 * 2 ** 20;
const mostCasesBytes = 2 ** 30;

/**
 * Looks at all that is in a run's folder from elsewhere before anything of it is read. Throws
 * UsageError where it has links, or what is no file and no folder, or more than a run can have.
 */
export function requirePlainFolder(runPath: string): void {
  const left = { files: mostFiles, bytes: mostBytes };
  const walk = (folder: string, depth: number): void => {
    if (depth === 0) throw refused(folder, `folders lie deeper than ${deepest}`);
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      const found = lstatSync(path);
      if (found.isDirectory()) walk(path, depth - 1);
      else if (!found.isFile()) throw refused(path, "it is a link, or no ordinary file");
      left.files -= 1;
      left.bytes -= found.size;
      if (left.files < 0) throw refused(runPath, `it has more than ${mostFiles} files`);
      if (left.bytes < 0) throw refused(runPath, `it has more than ${mostBytes / 2 ** 30} GiB`);
    }
  };
  walk(runPath, deepest);
  for (const name of ["run.json", "golden.json", "sites.json", "end.json", changeMapName]) {
    requireSize(join(runPath, name), mostWholeBytes);
  }
  requireSize(join(runPath, "cases.jsonl"), mostCasesBytes);
}

function requireSize(path: string, limitBytes: number): void {
  const size = lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > limitBytes) throw refused(path, `it has more than ${limitBytes / 2 ** 20} MiB`);
}

function refused(path: string, why: string): UsageError {
  return new UsageError(
    `refused: ${path}: ${why}. A shard is a run's folder as crashpoint has written it`,
  );
}
