import { resolve } from "node:path";
import kleur from "kleur";
import type { Proof } from "../../model/proofs/proof.js";
import { programName } from "../../catalogue/places.js";
import { proofTable } from "../../report/proofs/prove-table.js";
import { counted } from "../../report/words.js";
import { checkHost } from "../../runner/lab/check-host.js";
import { badSubjects } from "../../session/proof/bad-subjects.js";
import { seedCount } from "../../session/proof/kills-by-chance.js";
import { prove } from "../../session/proof/prove.js";
import { requireSeed, seedFrom } from "../../session/options/run-options.js";
import { storeProofs } from "../../store/proofs/proofs-file.js";
import { detailFrom } from "../screen/show-run.js";
import { ProofTally } from "./proof-tally.js";
import { proveCorrectCommand } from "./prove-correct.js";
import { withTheirTools } from "./with-their-tools.js";
import { durationFrom, jobsFrom, onlyNamed } from "../values.js";
import { sharedAmong, shardRecord } from "./shared-among.js";
import { tellProofs } from "./tell-proofs.js";

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
  "enough of them. A merge of all shards tells both";

/**
 * Explores every known-bad resizer and every known-bad small target. Held when each is caught by
 * the checker and in the class that are expected of it. Returns the exit code.
 */
export async function proveCommand(options: ProveOptions, signal: AbortSignal): Promise<number> {
  if (options.correct) return proveCorrectCommand(options, signal);
  if (options.shard !== undefined) requireSeed(undefined);
  const all = onlyNamed(badSubjects(), options.only, "known-bad target");
  const named = sharedAmong(all, options.shard);
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
  for (const line of table) console.log(line);
  const elapsedMs = Date.now() - startedMs;
  if (options.shard === undefined) {
    return tellProofs(proofs, elapsedMs, options.only === undefined ? "all" : "some");
  }
  const { only = "", budget } = options;
  const path = storeProofs(limits.results, {
    ...shardRecord(options.shard, { all, named, ran: knownBad }, elapsedMs),
    setting: { only, budget, seed: limits.seed, "the seed by chance": limits.chanceSeed },
    ...{ kind: "known-bad", proofs },
  });
  const code = tellProofs(proofs, elapsedMs, "some");
  console.log(kleur.yellow(notTold));
  console.log(`results: ${path}`);
  return code;
}

function lineOf({ name, result, mistake, checker, class: className, why }: Proof): string {
  if (result === "caught") return `caught: ${name}: ${mistake} (${className}, by ${checker})`;
  const word = result === "missed" ? "NOT CAUGHT" : "UNDECIDED";
  return kleur.red(`${word}: ${name}: ${mistake}: ${why}`);
}
