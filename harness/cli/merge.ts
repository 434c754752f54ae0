import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import kleur from "kleur";
import { programName } from "../catalogue/places.js";
import { mergeRuns, type MergedRun } from "../merge/merge-runs.js";
import { readShards } from "../merge/shard-run.js";
import { DecodeError, exitCodes, UsageError } from "../model/errors.js";
import { endNotices } from "../report/end-lines.js";
import { printable } from "../report/printable.js";
import { runTitle } from "../report/run-title.js";
import { counted, wrap } from "../report/words.js";
import type { RunJson } from "../store/records.js";
import { proofFilesIn } from "../store/proofs/proofs-file.js";
import { runFoldersBelow } from "../store/read-runs.js";
import { pointLatestTo } from "../store/run-folder.js";
import { mergeProofs } from "./proofs/merge-proofs.js";

/** The options of `merge`, as the command line gives them. */
export interface MergeTexts {
  readonly output?: string;
  readonly results: string;
  readonly partial: boolean;
}

/**
 * Puts the shards of one run together. Returns the exit code of the whole run: that of the worst of
 * its shards. What shards say of themselves is printed so that no terminal obeys it.
 */
export function mergeCommand(paths: readonly string[], texts: MergeTexts): number {
  const { output, partial } = texts;
  const missingIs = partial ? "allowed" : "refused";
  const results = resolve(texts.results);
  const placeOf = (run: RunJson) =>
    output === undefined ? newPlaceIn(results, run) : resolve(output);
  try {
    const proofs = proofFilesIn(paths);
    if (proofs.length > 0) {
      requireProofsAlone(paths, proofs, output);
      return mergeProofs(proofs, missingIs);
    }
    const merged = mergeRuns(readShards(paths), missingIs, placeOf);
    if (output === undefined) pointLatestTo(results, merged.path);
    for (const line of linesOf(merged)) console.log(line);
    return exitCodes[merged.end.verdict];
  } catch (error) {
    if (error instanceof DecodeError || error instanceof UsageError) {
      throw new UsageError(printable(error.message), { cause: error.cause });
    }
    throw error;
  }
}

/** What shards of prove have come to is judged together, and not stored. Throws UsageError. */
function requireProofsAlone(
  paths: readonly string[],
  [proof = ""]: readonly string[],
  output: string | undefined,
): void {
  const [run] = paths.flatMap(runFoldersBelow);
  if (run !== undefined) {
    throw new UsageError(
      `${proof} is a shard of prove, and ${run} one of a run: merge them by themselves`,
    );
  }
  if (output === undefined) return;
  throw new UsageError(
    `--output: ${proof} is a shard of prove; what these have come to is told, and not stored`,
  );
}

/** Where the run would be, had it been run whole. */
function newPlaceIn(results: string, { scenario, startedAt, seed }: RunJson): string {
  const stamp = startedAt.replaceAll(/[-:]|\.\d+/g, "");
  const wanted = join(results, scenario, `${stamp}-${seed}`);
  for (let attempt = 1; ; attempt += 1) {
    const path = attempt === 1 ? wanted : `${wanted}-${attempt}`;
    if (!existsSync(path)) return path;
  }
}

function linesOf({ path, run, end, cases, notices }: MergedRun): string[] {
  const count = (holds: (each: (typeof cases)[number]) => boolean) => cases.filter(holds).length;
  const numbers = [
    `${count(({ verdict }) => verdict === "held")} held`,
    `${count(({ verdict, known }) => verdict === "violated" && !known)} violated`,
    `${count(({ verdict, known }) => verdict === "violated" && known)} violated as known`,
    `${count(({ verdict }) => verdict === "undecided")} undecided`,
  ];
  const all = cases.map(({ verdict }) => ({ verdict }));
  return [
    kleur.bold(wrap(printable(runTitle(run)), "")),
    ...notices.map((notice) => wrap(printable(notice), "")),
    ...endNotices(end, all, run.command).map((notice) => wrap(printable(notice), "")),
    `${counted(cases.length, "case")}: ${numbers.join(", ")}`,
    `results: ${path}`,
    `Look at it with: ${programName} report ${path}`,
  ];
}
