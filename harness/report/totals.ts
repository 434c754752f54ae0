import kleur from "kleur";
import { killsByStep, verdictsByModel } from "./tables/kill-tables.js";
import { waysTable } from "./tables/ways-table.js";
import { diskTables } from "./seen-on-disk.js";
import { knownWords, type KnownShown } from "./known-text.js";
import { summary } from "./summary.js";
import type { UncrashedFinding } from "../model/verdict.js";
import type { CaseRecord } from "../store/records.js";

/** What the end of a run shows. */
export interface Totals {
  readonly cases: readonly CaseRecord[];
  /** What is wrong without a crash. */
  readonly uncrashed: readonly UncrashedFinding[];
  /** How many cases were to be run, where that is known. */
  readonly plannedCount?: number;
  readonly steps: readonly string[];
  readonly elapsedMs: number;
  readonly knownNotSeen: readonly KnownShown[];
  readonly notices: readonly string[];
}

/** The tables of kills by step and of what they have left, and the honest total. */
export function totalsLines(totals: Totals): string[] {
  const { cases, uncrashed, plannedCount = 0, steps, elapsedMs, knownNotSeen, notices } = totals;
  const sorted = [...cases].sort((a, b) => a.index - b.index);
  const tables = {
    "Kills by step": steps.length > 1 ? killsByStep(sorted, steps) : undefined,
    ...diskTables(sorted),
    "Verdicts by crash model": verdictsByModel(sorted),
    "Ways out": waysTable(sorted),
  };
  const shown = Object.entries(tables).flatMap(([heading, table]) =>
    table === undefined ? [] : ["", kleur.bold(heading), table],
  );
  const unseen = knownNotSeen.map(knownWords);
  const said = { cases: sorted, uncrashed, plannedCount, elapsedMs, knownNotSeen: unseen, notices };
  return [...shown, "", summary(said)];
}
