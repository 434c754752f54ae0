import { resolve } from "node:path";
import kleur from "kleur";
import { exitCodes, UsageError } from "../model/errors.js";
import { drawKillCount, drawWantedSteps } from "../explore/soak-orders.js";
import { listDevices } from "../catalogue/devices.js";
import type { ExploreRequest } from "../runner/workers/messages.js";
import { loadScenario } from "../catalogue/scenario.js";
import { loadTarget, type Target } from "../catalogue/target.js";
import { explorationOf } from "../session/exploration.js";
import { replayCommandOf } from "./replay-command.js";
import type { SessionPlan } from "../session/session-plan.js";
import { runSession } from "./screen/session.js";
import { jobsFrom, seedFrom } from "./values.js";

/** One part of the fixed subset: seeded kills, or crash points that are explored. */
interface Part {
  readonly scenario: string;
  readonly target: string;
  /** How many cases of seeded kills. Absent where it explores. */
  readonly kills?: number;
  /** As `explore --points`. */
  readonly points?: string;
}

/** The fixed subset: few cases of each scenario on each target, enough for some minutes. */
const parts: readonly Part[] = [
  { scenario: "resize", target: "reference", kills: 12 },
  { scenario: "resize", target: "reference", points: "gpt,sample=5" },
  { scenario: "resize-preserve-numbers", target: "reference", kills: 6 },
  { scenario: "resize-combined", target: "reference", kills: 6 },
  { scenario: "resize", target: "partitionresizer", kills: 12 },
  { scenario: "resize", target: "partitionresizer", points: "gpt,sample=6" },
];

const kills = { least: 1, most: 3 };
/** Those that cost no live run each. */
const models = ["kill", "torn", "power"] as const;
const fixedSeed = "5eed";

/** Runs the subset, one session after the other. Returns the worst exit code. */
export async function smokeCommand(results: string, signal: AbortSignal): Promise<number> {
  const seed = seedFrom(process.env["CHAOS_SEED"] ?? fixedSeed);
  const lines: string[] = [];
  const codes: number[] = [];
  for (const part of parts) {
    const { scenario, target } = part;
    const how = part.points === undefined ? "" : `, explored at ${part.points}`;
    const name = `${scenario} on ${target}${how}`;
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
        durationMs: undefined,
        jobs: jobsFrom(undefined),
        results: resolve(results),
        strict: false,
        replayCommand: (id) => replayCommandOf(id, {}, []),
        ...(part.points === undefined
          ? killsOf(part, loaded, seed)
          : explorationIn(part.points, seed)),
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

type PartPlan = Pick<SessionPlan, "iterations" | "shown" | "orderAt">;

function killsOf({ kills: iterations = 0 }: Part, target: Target, seed: string): PartPlan {
  const steps = target.stepNames;
  return {
    iterations,
    shown: { aim: "steps", kills: `${kills.least}..${kills.most}` },
    orderAt: (index) => {
      const killCount = drawKillCount(seed, index, kills);
      const wanted = drawWantedSteps(seed, index, killCount, steps, undefined);
      return { kind: "steps", index, seed, wanted };
    },
  };
}

function explorationIn(points: string, seed: string): PartPlan {
  const request: ExploreRequest = {
    points,
    models,
    devices: listDevices(),
    seed,
    depth: 1,
    nested: points,
    flushes: false,
  };
  const shown = { model: models.join(","), points };
  return { ...explorationOf(request), iterations: Infinity, shown };
}

function targetOrWhyNot(target: string): Target | string {
  try {
    return loadTarget(target);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
