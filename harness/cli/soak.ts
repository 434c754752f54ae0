import { resolve } from "node:path";
import { drawKillCount, drawWantedSteps } from "../explore/soak-orders.js";
import type { Aim } from "../explore/choose-cut.js";
import { UsageError } from "../model/errors.js";
import type { CaseOrder } from "../runner/case/case-order.js";
import { loadScenario } from "../catalogue/scenario.js";
import { loadTarget, type Target } from "../catalogue/target.js";
import { replayCommandOf } from "./replay-command.js";
import { runSession } from "./screen/session.js";
import { countFrom, durationFrom, jobsFrom, killsFrom, seedFrom } from "./values.js";

/** The options of `soak`, as the command line gives them. */
export interface SoakOptions {
  readonly scenario: string;
  readonly target: string;
  readonly seed?: string;
  readonly iterations?: string;
  readonly duration?: string;
  readonly kills: string;
  readonly aim: Aim;
  readonly killStep?: string;
  readonly delay?: string;
  readonly delayRegion: string;
  readonly jobs?: string;
  readonly results: string;
  readonly strict: boolean;
}

const defaultIterations = 20;

/** Runs seeded kills and returns the exit code. */
export async function soakCommand(options: SoakOptions, signal: AbortSignal): Promise<number> {
  const seed = seedFrom(options.seed);
  const kills = killsFrom(options.kills);
  const durationMs =
    options.duration === undefined ? undefined : durationFrom("duration", options.duration);
  const delayMs = options.delay === undefined ? 0 : durationFrom("delay", options.delay);
  if (delayMs > 0 && options.aim !== "time") {
    throw new UsageError("--delay only makes sense with --aim=time: other kills need no luck");
  }
  const iterations =
    options.iterations === undefined
      ? durationMs === undefined
        ? defaultIterations
        : Infinity
      : countFrom("iterations", options.iterations);
  const target = loadTarget(options.target);
  return runSession(
    {
      command: "soak",
      scenario: loadScenario(options.scenario),
      target,
      seed,
      iterations,
      durationMs,
      jobs: jobsFrom(options.jobs),
      results: resolve(options.results),
      strict: options.strict,
      shown: {
        aim: options.aim,
        kills: options.kills,
        ...(options.killStep === undefined ? {} : { killStep: options.killStep }),
        ...(delayMs === 0 ? {} : { delayMs, delayRegion: options.delayRegion }),
      },
      orderAt: ordersOf(options, target, seed, kills, delayMs),
      replayCommand: (id) => replayCommandOf(id, {}, []),
    },
    signal,
  );
}

function ordersOf(
  options: SoakOptions,
  target: Target,
  seed: string,
  kills: { least: number; most: number },
  delayMs: number,
): (index: number) => CaseOrder {
  const { aim, killStep, delayRegion } = options;
  const steps = target.stepNames;
  if (killStep !== undefined && !steps.includes(killStep)) {
    throw new UsageError(`unknown step "${killStep}"; ${target.name} has: ${steps.join(", ")}`);
  }
  if (killStep !== undefined && aim !== "steps") {
    throw new UsageError("--kill-step only makes sense with --aim=steps");
  }
  return (index) => {
    const killCount = drawKillCount(seed, index, kills);
    if (aim === "writes") return { kind: "writes", index, seed, killCount };
    if (aim === "time") return { kind: "time", index, seed, killCount, delayMs, delayRegion };
    return {
      kind: "steps",
      index,
      seed,
      wanted: drawWantedSteps(seed, index, killCount, steps, killStep),
    };
  };
}
