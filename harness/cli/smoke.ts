import { resolve } from "node:path";
import kleur from "kleur";
import { exitCodes, UsageError } from "../model/errors.js";
import { drawKillCount, drawWantedSteps } from "../explore/soak-orders.js";
import { loadScenario } from "../runner/scenario.js";
import { loadTarget, type Target } from "../runner/target.js";
import { replayCommandOf } from "./replay-command.js";
import { runSession } from "./session.js";
import { jobsFrom, seedFrom } from "./values.js";

/** The fixed subset: few cases of each scenario on each target, enough for some minutes. */
const parts = [
  { scenario: "resize", target: "reference", iterations: 12 },
  { scenario: "resize-preserve-numbers", target: "reference", iterations: 6 },
  { scenario: "resize-combined", target: "reference", iterations: 6 },
  { scenario: "resize", target: "partitionresizer", iterations: 12 },
] as const;

const kills = { least: 1, most: 3 };
const fixedSeed = "5eed";

/** Runs the subset, one session after the other. Returns the worst exit code. */
export async function smokeCommand(results: string, signal: AbortSignal): Promise<number> {
  const seed = seedFrom(process.env["CHAOS_SEED"] ?? fixedSeed);
  const lines: string[] = [];
  const codes: number[] = [];
  for (const { scenario, target, iterations } of parts) {
    const name = `${scenario} on ${target}`;
    const loaded = targetOrWhyNot(target);
    if (typeof loaded === "string") {
      lines.push(kleur.yellow().bold(`NOT RUN  ${name}: ${loaded}`));
      continue;
    }
    const code = await runSession(
      {
        command: "smoke",
        scenario: loadScenario(scenario),
        target: loaded,
        seed,
        iterations,
        durationMs: undefined,
        jobs: jobsFrom(undefined),
        results: resolve(results),
        strict: false,
        shown: { aim: "steps", kills: `${kills.least}..${kills.most}` },
        orderAt: (index) => orderAt(loaded, seed, index),
        replayCommand: (id) => replayCommandOf(id, {}, []),
      },
      signal,
    );
    codes.push(code);
    lines.push(`exit ${code}   ${name}`);
    console.log("");
  }
  console.log(kleur.bold("Smoke"));
  for (const line of lines) console.log(`  ${line}`);
  return [exitCodes.violated, exitCodes.undecided].find((code) => codes.includes(code)) ?? 0;
}

function orderAt(target: Target, seed: string, index: number) {
  const steps = target.stepNames;
  const killCount = drawKillCount(seed, index, kills);
  const wanted = drawWantedSteps(seed, index, killCount, steps, undefined);
  return { kind: "steps" as const, index, seed, wanted };
}

function targetOrWhyNot(target: string): Target | string {
  try {
    return loadTarget(target);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
