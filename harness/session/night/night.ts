import { realpathSync } from "node:fs";
import type { NightPlan } from "../../catalogue/night/night-plan.js";
import { UsageError } from "../../model/errors.js";
import { checkHost } from "../../runner/lab/check-host.js";
import { toolVersions } from "../../runner/lab/host.js";
import { formatVersion } from "../../store/format-version.js";
import { createNight, linesPath, readNight, reopenNight } from "../../store/night/night-folder.js";
import type { NightRecord } from "../../store/night/night-record.js";
import { stampOf } from "../../store/run-folder.js";
import { processesWithOpen } from "../../target/open-by.js";
import { jobCount, seedFrom, seedWord } from "../options/run-options.js";
import { startRun } from "../run/run.js";
import type { NightRun } from "./night-events.js";
import { factsOf, requireSameFacts } from "./night-facts.js";
import { runSitting, type Sitting } from "./night-work.js";
import { resolvePlan } from "./resolve-plan.js";

/** What a night is asked for. */
export interface NightOptions {
  readonly plan: NightPlan;
  /** What ends it; nothing but its caller where all are absent. */
  readonly limits: NightRecord["limits"];
  readonly seed?: string | undefined;
  readonly jobs?: number | undefined;
  readonly results: string;
  readonly strict: boolean;
  readonly signal: AbortSignal;
}

/** Runs turn after turn, each some cases of one scenario on one target, drawn by a plan. */
export function startNight(options: NightOptions): NightRun {
  return startRun(async (tell, signal) => {
    checkHost();
    const night = await nightOf(options);
    const { startedAt, jobs } = night;
    const writer = createNight(options.results, night, stampOf(startedAt));
    const stored = { path: writer.path, night, lines: [] };
    return seated({ stored, writer, jobs, startedAt, tell, signal });
  }, options.signal);
}

/** Goes on with a night that had stopped. Rejects with UsageError where it can't be. */
export function continueNight(
  given: string,
  { limits, jobs, signal: stop }: Pick<NightOptions, "limits" | "jobs" | "signal">,
): NightRun {
  return startRun(async (tell, signal) => {
    checkHost();
    const { path, night, lines } = readNight(realpathSync(given));
    requireSameFacts(night);
    const [pid] = processesWithOpen(linesPath(path));
    if (pid !== undefined) {
      throw new UsageError(`${path} is under way: process ${pid} adds to it. Stop that one first`);
    }
    const stored = { path, night: { ...night, limits: { ...night.limits, ...limits } }, lines };
    const startedAt = new Date().toISOString();
    const writer = reopenNight(path);
    return seated({ stored, writer, jobs: jobCount(jobs), startedAt, tell, signal });
  }, stop);
}

async function seated(sitting: Sitting) {
  try {
    return await runSitting(sitting);
  } finally {
    sitting.writer.close();
  }
}

async function nightOf({ plan, limits, seed, jobs, strict }: NightOptions): Promise<NightRecord> {
  const resolved = resolvePlan(plan);
  const word = seedWord(seed);
  return {
    version: formatVersion,
    seed: seedFrom(seed),
    ...(word !== undefined && { seedWord: word }),
    about: plan.about,
    startedAt: new Date().toISOString(),
    limits,
    jobs: jobCount(jobs),
    strict,
    ...resolved,
    diskBudgetMiB: plan.diskBudgetMiB,
    stillMinutes: plan.stillMinutes,
    facts: factsOf(resolved.turns),
    tools: await toolVersions(),
  };
}
