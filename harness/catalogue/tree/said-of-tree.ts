import { existsSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../model/errors.js";
import { requireMedium, type Said } from "../scenario.js";

/**
 * Throws UsageError for what is asked of a tree and can't be: paths that it does not have, names
 * that only partitions have, and commands and checks that do without `{tree}`.
 */
export function requireOfTree(name: string, folder: string, said: Said): void {
  const { holds, commands, resume, checks } = said;
  const { identity, numbers, ...paths } = holds;
  for (const [field, names] of Object.entries({ identity, numbers })) {
    if (names === undefined) continue;
    throw new UsageError(`scenario ${name}: holds.${field}: only partitions of a disk have such`);
  }
  for (const [field, names] of Object.entries(paths)) {
    const unknown = names.flat().find((each) => !existsSync(join(folder, each)));
    if (unknown === undefined) continue;
    throw new UsageError(`scenario ${name}: holds.${field}: the tree has no "${unknown}"`);
  }
  for (const part of [commands, ...(resume ? [resume] : [])]) {
    requireMedium(part.flat().join(" "), "tree", `scenario ${name}: command`);
  }
  const { atEnd, atCrash, view } = checks;
  for (const line of [...atEnd, ...atCrash, ...(view ? [view.line] : [])]) {
    requireMedium(line, "tree", `scenario ${name}: check`);
  }
}
