import kleur from "kleur";
import { checkerNames } from "../../model/findings/checker-names.js";
import { exitCodes } from "../../model/errors.js";
import { seenByChance, type Holding, type Proof } from "../../model/proofs/proof.js";
import { correctLines } from "../../report/proofs/correct-table.js";
import { proofLines } from "../../report/proofs/prove-table.js";

/** Among so many targets in reach of seeded kills, none seen means that such kills are broken. */
const enoughByChance = 10;

/**
 * Prints what has come of known-bad targets; of all of them, also which checkers catch none.
 * Returns the exit code.
 */
export function tellProofs(
  proofs: readonly Proof[],
  elapsedMs: number,
  of: "all" | "some",
): number {
  for (const line of proofLines(proofs, elapsedMs)) console.log(line);
  const unproven = of === "all" ? checkersWithout(proofs) : [];
  for (const name of unproven) {
    console.log(kleur.red(`checker "${name}" is not what catches any known-bad target`));
  }
  const chance = seenByChance(proofs);
  const isBlind = chance.seen === 0 && chance.of >= enoughByChance;
  if (isBlind) console.log(kleur.red("no seed has seen any of them: are seeded kills broken?"));
  if (isBlind || unproven.length > 0) return exitCodes.violated;
  const results = proofs.map(({ result }) => result);
  if (results.includes("missed")) return exitCodes.violated;
  return results.includes("undecided") ? exitCodes.undecided : exitCodes.held;
}

/** Prints what has come of correct targets. Returns the exit code. */
export function tellHoldings(holdings: readonly Holding[], elapsedMs: number): number {
  for (const line of correctLines(holdings, elapsedMs)) console.log(line);
  const verdicts = holdings.map(({ verdict }) => verdict);
  if (verdicts.includes("violated")) return exitCodes.violated;
  return verdicts.includes("undecided") ? exitCodes.undecided : exitCodes.held;
}

/** A checker that no known-bad target needs may as well be blind. */
function checkersWithout(proofs: readonly Proof[]): string[] {
  const used = new Set(proofs.map(({ result, checker }) => (result === "caught" ? checker : "")));
  return checkerNames.filter((name) => !used.has(name));
}
