import kleur from "kleur";
import { killsByStep, verdictsByModel } from "../../report/kill-tables.js";
import { waysTable } from "../../report/ways-table.js";
import { diskTables } from "../../report/seen-on-disk.js";
import { knownWords } from "../../report/known-text.js";
import { summary } from "../../report/summary.js";
import type { KnownViolation } from "../../catalogue/scenario.js";
import type { UncrashedFinding } from "../../model/verdict.js";
import type { CaseRecord } from "../../store/records.js";

/** What the end of a run shows. */
export interface Totals {
  readonly cases: readonly CaseRecord[];
  /** What is wrong without a crash. */
  readonly uncrashed: readonly UncrashedFinding[];
  /** How many cases were to be run, where that is known. */
  readonly plannedCount?: number;
  readonly steps: readonly string[];
  readonly elapsedMs: number;
  readonly knownNotSeen: readonly KnownViolation[];
  readonly notices: readonly string[];
}

/** Prints the tables of kills by step and of what they have left, and the honest total. */
export function printTotals(totals: Totals): void {
  const { cases, uncrashed, plannedCount = 0, steps, elapsedMs, knownNotSeen, notices } = totals;
  const sorted = [...cases].sort((a, b) => a.index - b.index);
  const tables = {
    "Kills by step": steps.length > 1 ? killsByStep(sorted, steps) : undefined,
    ...diskTables(sorted),
    "Verdicts by crash model": verdictsByModel(sorted),
    "Ways out": waysTable(sorted),
  };
  for (const [heading, table] of Object.entries(tables)) {
    if (table !== undefined) console.log(`\n${kleur.bold(heading)}\n${table}`);
  }
  const unseen = knownNotSeen.map(knownWords);
  const said = { cases: sorted, uncrashed, plannedCount, elapsedMs, knownNotSeen: unseen, notices };
  console.log(`\n${summary(said)}`);
}
