import { resolve } from "node:path";
import kleur from "kleur";
import { exitCodes, UsageError } from "../model/errors.js";
import { proofLines, type Proof } from "../report/prove-table.js";
import { checkHost } from "../runner/check-host.js";
import { checkerNames, loadKnownBad, type KnownBad } from "../runner/known-bad.js";
import { proveOne } from "./prove-one.js";
import { durationFrom, jobsFrom } from "./values.js";

/** The options of `prove`, as the command line gives them. */
export interface ProveOptions {
  readonly only?: string;
  readonly jobs?: string;
  readonly budget: string;
  readonly results: string;
}

const fixedSeed = "1";

/**
 * Explores every known-bad resizer. Held when each is caught by the checker and in the class that
 * are expected of it. Returns the exit code.
 */
export async function proveCommand(options: ProveOptions, signal: AbortSignal): Promise<number> {
  const knownBad = chosen(options.only);
  const limits = {
    seed: fixedSeed,
    jobs: jobsFrom(options.jobs),
    budgetMs: durationFrom("budget", options.budget),
    results: resolve(options.results),
  };
  checkHost();
  console.log(kleur.bold(`prove on ${knownBad.length} known-bad targets, seed ${fixedSeed}`));
  const proofs: Proof[] = [];
  for (const bad of knownBad) {
    signal.throwIfAborted();
    const proof = await proveOne(bad, limits, signal);
    proofs.push(proof);
    console.log(lineOf(proof));
  }
  for (const line of proofLines(proofs)) console.log(line);
  if (options.only === undefined) {
    const used = new Set(proofs.map(({ result, checker }) => (result === "caught" ? checker : "")));
    for (const checker of checkerNames.filter((name) => !used.has(name))) {
      console.log(`no known-bad target needs checker ${checker}`);
    }
  }
  return exitCodeOf(proofs);
}

function chosen(only: string | undefined): KnownBad[] {
  const all = loadKnownBad();
  if (only === undefined) return all;
  return only.split(",").map((name) => {
    const bad = all.find((each) => each.name === name);
    if (bad !== undefined) return bad;
    const names = all.map((each) => each.name).join(", ");
    throw new UsageError(`--only: unknown known-bad target "${name}"; there are: ${names}`);
  });
}

function lineOf({ name, result, mistake, checker, class: className, why }: Proof): string {
  if (result === "caught") return `caught: ${name}: ${mistake} (${className}, by ${checker})`;
  const word = result === "missed" ? "NOT CAUGHT" : "UNDECIDED";
  return kleur.red(`${word}: ${name}: ${mistake}: ${why}`);
}

function exitCodeOf(proofs: readonly Proof[]): number {
  const results = proofs.map(({ result }) => result);
  if (results.includes("missed")) return exitCodes.violated;
  return results.includes("undecided") ? exitCodes.undecided : exitCodes.held;
}
