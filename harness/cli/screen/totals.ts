import kleur from "kleur";
import { killsByStep, verdictsByModel } from "../../report/kill-tables.js";
import { diskTables } from "../../report/seen-on-disk.js";
import { summary } from "../../report/summary.js";
import type { KnownViolation } from "../../catalogue/scenario.js";
import type { CaseRecord } from "../../store/records.js";

/** What the end of a run shows. */
export interface Totals {
  readonly cases: readonly CaseRecord[];
  /** How many cases were to be run, where that is known. */
  readonly plannedCount?: number;
  readonly steps: readonly string[];
  readonly elapsedMs: number;
  readonly knownNotSeen: readonly KnownViolation[];
  readonly notices: readonly string[];
}

/** Prints the tables of kills by step and of what they have left, and the honest total. */
export function printTotals(totals: Totals): void {
  const { cases, plannedCount = 0, steps, elapsedMs, knownNotSeen, notices } = totals;
  const sorted = [...cases].sort((a, b) => a.index - b.index);
  const tables = {
    "Kills by step": killsByStep(sorted, steps),
    ...diskTables(sorted),
    "Verdicts by crash model": verdictsByModel(sorted),
  };
  for (const [heading, table] of Object.entries(tables)) {
    if (table !== undefined) console.log(`\n${kleur.bold(heading)}\n${table}`);
  }
  const unseen = knownNotSeen.map(
    ({ classes, step, why }) => `${classes.join(", ")} in ${step}: ${why}`,
  );
  const said = { cases: sorted, plannedCount, elapsedMs, knownNotSeen: unseen, notices };
  console.log(`\n${summary(said)}`);
}
