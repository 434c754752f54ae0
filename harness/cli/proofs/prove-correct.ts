import { resolve } from "node:path";
import kleur from "kleur";
import type { Holding } from "../../model/proofs/proof.js";
import { correctTable } from "../../report/proofs/correct-table.js";
import { counted } from "../../report/words.js";
import { checkHost } from "../../runner/lab/check-host.js";
import { loadOddCorrect, oddTargetName } from "../../catalogue/resizers/odd-correct.js";
import { loadScenario } from "../../catalogue/scenario.js";
import { loadSmallTargets } from "../../catalogue/small/small-targets.js";
import { variedKinds, variedName } from "../../catalogue/resizers/varied.js";
import {
  correctResizer,
  smallRight,
  type CorrectSubject,
} from "../../session/proof/proof-subjects.js";
import { proveCorrect } from "../../session/proof/prove.js";
import { storeProofs } from "../../store/proofs/proofs-file.js";
import { countFrom, jobsFrom, onlyNamed } from "../values.js";
import { detailFrom } from "../screen/show-run.js";
import { ProofTally } from "./proof-tally.js";
import { sharedAmong, shardRecord } from "./shared-among.js";
import { tellHoldings } from "./tell-proofs.js";
import { withTheirTools } from "./with-their-tools.js";

/** The options of `prove --correct`, as the command line gives them. */
export interface CorrectOptions {
  readonly only?: string;
  readonly jobs?: string;
  readonly sample: string;
  readonly results: string;
  readonly verbose?: boolean;
  readonly shard?: string;
}

const fixedSeed = "1";
/** The reference must hold on the disks of these seeds. */
const variedSeeds = Array.from({ length: 10 }, (_, index) => index + 1);

/**
 * Explores targets that are correct, each odd in its way, and the reference on drawn disks. Held
 * when all of them hold. Returns the exit code.
 */
export async function proveCorrectCommand(
  options: CorrectOptions,
  signal: AbortSignal,
): Promise<number> {
  const small = loadSmallTargets().right;
  const every = [...oddSubjects(), ...variedSubjects(), ...small.map(smallRight)];
  const all = onlyNamed(every, options.only, "correct target");
  const named = sharedAmong(all, options.shard);
  const limits = {
    seed: fixedSeed,
    sampleCount: countFrom("sample", options.sample),
    results: resolve(options.results),
  };
  checkHost();
  const subjects = withTheirTools(named, (line) => console.log(line));
  const count = `${counted(limits.sampleCount, "write")} of each`;
  const on = counted(subjects.length, "correct target");
  console.log(kleur.bold(`prove on ${on}, seed ${fixedSeed}, ${count}`));
  const jobs = jobsFrom(options.jobs);
  const startedMs = Date.now();
  const detail = detailFrom(options);
  const tally = new ProofTally(subjects.length, "held", detail);
  const notice = (line: string) => tally.notice(line);
  const hear = (holding: Holding) => tally.add(holding.verdict === "held", lineOf(holding));
  const holdings = await proveCorrect(subjects, { ...limits, notice }, jobs, hear, signal).finally(
    () => tally.stop(),
  );
  const elapsedMs = Date.now() - startedMs;
  if (detail === "verbose") console.log(correctTable(holdings));
  const code = tellHoldings(holdings, elapsedMs);
  if (options.shard === undefined) return code;
  const { only = "", sample } = options;
  const path = storeProofs(limits.results, {
    ...shardRecord(options.shard, { all, named, ran: subjects }, elapsedMs),
    setting: { only, sample, seed: limits.seed },
    ...{ kind: "correct", holdings },
  });
  console.log(`results: ${path}`);
  return code;
}

function lineOf({ name, verdict, stateCount, elapsedMs, problems }: Holding): string {
  const [problem] = problems;
  const seconds = (elapsedMs / 1000).toFixed(1);
  if (verdict === "held") return `held: ${name}, ${counted(stateCount, "state")}, ${seconds} s`;
  return kleur.red(`${verdict.toUpperCase()}: ${name}: ${problem ?? "nothing was run"}`);
}

function oddSubjects(): CorrectSubject[] {
  return loadOddCorrect().map((each) => {
    const { name, odd, scenario } = each;
    return correctResizer(name, odd, { scenario, target: oddTargetName(each) });
  });
}

function variedSubjects(): CorrectSubject[] {
  return variedSeeds.flatMap((seed) =>
    variedKinds.map((kind) => {
      const name = variedName(kind, seed);
      const { about } = loadScenario(name);
      return correctResizer(name, about, { scenario: name, target: "reference" });
    }),
  );
}
