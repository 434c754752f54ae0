import { resolve } from "node:path";
import kleur from "kleur";
import { exitCodes } from "../../model/errors.js";
import { seenByChance, type Proof } from "../../model/proofs/proof.js";
import { programName } from "../../catalogue/places.js";
import { proofLines, proofTable } from "../../report/proofs/prove-table.js";
import { counted } from "../../report/words.js";
import { checkHost } from "../../runner/lab/check-host.js";
import { loadKnownBad } from "../../catalogue/resizers/known-bad.js";
import { loadSmallTargets, storesFolder } from "../../catalogue/small/small-targets.js";
import { checkerNames } from "../../model/findings/checker-names.js";
import { badResizer, smallBad, type BadSubject } from "../../session/proof/proof-subjects.js";
import { seedCount } from "../../session/proof/kills-by-chance.js";
import { prove } from "../../session/proof/prove.js";
import { requireSeed, seedFrom } from "../../session/options/run-options.js";
import { detailFrom } from "../screen/show-run.js";
import { ProofTally } from "./proof-tally.js";
import { proveCorrectCommand } from "./prove-correct.js";
import { withTheirTools } from "./with-their-tools.js";
import { durationFrom, jobsFrom, onlyNamed } from "../values.js";
import { sharedAmong } from "./shared-among.js";

/** The options of `prove`, as the command line gives them. */
export interface ProveOptions {
  readonly only?: string;
  readonly jobs?: string;
  readonly budget: string;
  readonly results: string;
  /** The correct targets in place of the known-bad ones. */
  readonly correct: boolean;
  readonly sample: string;
  readonly verbose?: boolean;
  readonly shard?: string;
}

const fixedSeed = "1";
const notTold =
  "not told by a shard: whether each checker catches some target, and whether seeded kills see " +
  "enough of them. A prove without --shard tells both";
/** Among so many targets in reach of seeded kills, none seen means that such kills are broken. */
const enoughByChance = 10;

/**
 * Explores every known-bad resizer and every known-bad small target. Held when each is caught by
 * the checker and in the class that are expected of it. Returns the exit code.
 */
export async function proveCommand(options: ProveOptions, signal: AbortSignal): Promise<number> {
  if (options.correct) return proveCorrectCommand(options, signal);
  if (options.shard !== undefined) requireSeed(undefined);
  const named = sharedAmong(onlyNamed(badSubjects(), options.only, "known-bad target"), options);
  const limits = {
    seed: fixedSeed,
    chanceSeed: seedFrom(undefined),
    budgetMs: durationFrom("budget", options.budget),
    results: resolve(options.results),
  };
  checkHost();
  const knownBad = withTheirTools(named, (line) => console.log(line));
  console.log(
    kleur.bold(
      `prove on ${counted(knownBad.length, "known-bad target")}, seed ${fixedSeed}, ` +
        `kills by chance from seed ${limits.chanceSeed} (CHAOS_SEED): ` +
        `${seedCount} seeds for each`,
    ),
  );
  const jobs = jobsFrom(options.jobs);
  const startedMs = Date.now();
  const detail = detailFrom(options);
  const tally = new ProofTally(knownBad.length, "caught", detail);
  const notice = (line: string) => tally.notice(line);
  const hear = (proof: Proof) => tally.add(proof.result === "caught", lineOf(proof));
  const proofs = await prove(knownBad, { ...limits, notice }, jobs, hear, signal).finally(() =>
    tally.stop(),
  );
  const table = detail === "verbose" ? proofTable(proofs, programName) : [];
  for (const line of [...table, ...proofLines(proofs, Date.now() - startedMs)]) console.log(line);
  const isWhole = options.only === undefined && options.shard === undefined;
  if (options.shard !== undefined) console.log(kleur.yellow(notTold));
  const unproven = isWhole ? checkersWithout(proofs) : [];
  for (const name of unproven) {
    console.log(kleur.red(`checker "${name}" is not what catches any known-bad target`));
  }
  const chance = seenByChance(proofs);
  const isBlind = chance.seen === 0 && chance.of >= enoughByChance;
  if (isBlind) console.log(kleur.red("no seed has seen any of them: are seeded kills broken?"));
  if (isBlind || unproven.length > 0) return exitCodes.violated;
  return exitCodeOf(proofs);
}

function badSubjects(): BadSubject[] {
  const small = [...loadSmallTargets().bad, ...loadSmallTargets(storesFolder).bad];
  return [...loadKnownBad().map(badResizer), ...small.map(smallBad)];
}

/** A checker that no known-bad target needs may as well be blind. */
function checkersWithout(proofs: readonly Proof[]): string[] {
  const used = new Set(proofs.map(({ result, checker }) => (result === "caught" ? checker : "")));
  return checkerNames.filter((name) => !used.has(name));
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
