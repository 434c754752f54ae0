import kleur from "kleur";
import { destinationStates, gptStates, killsByStep } from "../report/kill-tables.js";
import { summary } from "../report/summary.js";
import type { KnownViolation } from "../runner/scenario.js";
import type { CaseRecord } from "../store/records.js";

/** What the end of a run shows. */
export interface Totals {
  readonly cases: readonly CaseRecord[];
  readonly steps: readonly string[];
  readonly elapsedMs: number;
  readonly knownNotSeen: readonly KnownViolation[];
  readonly notices: readonly string[];
}

/** Prints the tables of kills by step, of GPT states and of copies, and the honest total. */
export function printTotals({ cases, steps, elapsedMs, knownNotSeen, notices }: Totals): void {
  const sorted = [...cases].sort((a, b) => a.index - b.index);
  console.log(`\n${kleur.bold("Kills by step")}\n${killsByStep(sorted, steps)}`);
  console.log(`\n${kleur.bold("GPT states after a kill")}\n${gptStates(sorted)}`);
  console.log(`\n${kleur.bold("Copy destinations after a kill")}\n${destinationStates(sorted)}`);
  const unseen = knownNotSeen.map(
    ({ classes, step, why }) => `${classes.join(", ")} in ${step}: ${why}`,
  );
  console.log(`\n${summary({ cases: sorted, elapsedMs, knownNotSeen: unseen, notices })}`);
}
