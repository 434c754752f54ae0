import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { outcomeKind } from "../../model/findings/outcome-kind.js";
import { decodeFailure } from "../failures/failure-case.js";
import { sizeOfFolder } from "../room.js";
import { writing } from "../store-error.js";

/** What was removed. */
export interface Thinned {
  readonly removed: number;
  readonly freedBytes: number;
}

/**
 * Makes room in the folder of a night, where it has more than `budgetBytes`: of each kind of
 * failure of each target the first evidence stays; that of repetitions goes, from the earliest
 * turns on, until four fifths of the budget are in use. `runs` are the folders of its runs in their
 * order. Cases stay in cases.jsonl, and their ids show them again.
 */
export function thinEvidence(
  nightPath: string,
  runs: readonly string[],
  budgetBytes: number,
): Thinned {
  return writing(nightPath, () => {
    const before = sizeOfFolder(nightPath);
    if (before <= budgetBytes) return { removed: 0, freedBytes: 0 };
    const repetitions = repetitionsIn(runs);
    let removed = 0;
    let size = before;
    for (const { run, folder } of repetitions) {
      if (size <= budgetBytes * 0.8) break;
      rmSync(folder, { recursive: true });
      removeUnnamed(run);
      removed += 1;
      size = sizeOfFolder(nightPath);
    }
    return { removed, freedBytes: before - size };
  });
}

function repetitionsIn(runs: readonly string[]): { run: string; folder: string }[] {
  const kinds = new Set<string>();
  return runs.flatMap((run) =>
    foldersIn(join(run, "failures")).flatMap((folder) => {
      const { record } = decodeFailure(readFileSync(join(folder, "case.json")));
      const kind = `${record.target} ${outcomeKind(record)}`;
      const isFirst = !kinds.has(kind);
      kinds.add(kind);
      return isFirst ? [] : [{ run, folder }];
    }),
  );
}

/** Traces and states that nothing of their run names any more. */
function removeUnnamed(run: string): void {
  const naming = [join(run, "golden.json"), ...casesIn(run)].filter((path) => existsSync(path));
  const text = naming.map((path) => readFileSync(path, "utf8")).join("\n");
  for (const name of ["traces", "states"]) {
    const folder = join(run, name);
    for (const file of existsSync(folder) ? readdirSync(folder) : []) {
      if (!text.includes(file.split(".")[0] ?? file)) rmSync(join(folder, file));
    }
  }
}

function casesIn(run: string): string[] {
  return foldersIn(join(run, "failures")).map((folder) => join(folder, "case.json"));
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const whole = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
  return whole.filter((each) => existsSync(join(each, "case.json")));
}
