import { prepareImage } from "../../catalogue/base-image.js";
import { loadDevices } from "../../catalogue/devices.js";
import { leavesUndecided, UsageError } from "../../model/errors.js";
import { checkHost } from "../../runner/lab/check-host.js";
import { environmentRecord, hostFacts, toolVersions } from "../../runner/lab/host.js";
import { programRecord } from "../../runner/lab/program-record.js";
import { soak } from "../../runner/workers/soak.js";
import { formatVersion } from "../../store/format-version.js";
import type { RunJson } from "../../store/records.js";
import { createRun, stampOf, type RunWriter } from "../../store/run-folder.js";
import { reopen } from "../continue/reopen.js";
import { toldBy } from "../continue/sequel-of.js";
import { startRun } from "../run/run.js";
import type { CasesRun, RunEvent, RunResult } from "../run/run-events.js";
import { SessionCases } from "./session-cases.js";
import type { SessionPlan } from "./session-plan.js";
import { TimeBudget } from "./time-budget.js";
import { withProgramOfNow } from "../subject/subject.js";

/** Starts a run of many cases. */
export function startSession(plan: SessionPlan, signal: AbortSignal | undefined): CasesRun {
  return startRun((tell, over) => runSession(plan, tell, over), signal);
}

/**
 * Runs many cases, from the disk image to the totals, and stores each as it is judged. Throws what
 * ends it but says nothing of the target; the totals are told before that.
 */
export async function runSession(
  given: SessionPlan,
  tell: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<RunResult> {
  const plan = { ...given, subject: withProgramOfNow(given.subject) };
  const { limits, subject } = plan;
  checkHost();
  const image = await prepareImage(subject.scenario, (text) => tell({ kind: "notice", text }));
  signal.throwIfAborted();
  const configuration = await configurationOf(plan, image.sha256);
  const folder = openFolder(plan, configuration);
  const steps = subject.target.stepNames;
  tell({ kind: "start", configuration, folder: folder.path, limits, steps });
  const spentMs = plan.earlier?.spentMs;
  const time = new TimeBudget(limits.ms, subject.scenario.timeoutSeconds * 1000, spentMs);
  const cases = new SessionCases(plan, folder, time, tell);
  const over = AbortSignal.any([signal, time.over]);
  const run = () => runCases(plan, image.path, folder.path, cases, time, over);
  try {
    const end = await run().then(
      (soakEnd) => cases.endOf(soakEnd),
      (error: unknown) => {
        if (error instanceof UsageError && cases.count === 0) throw error;
        // The cases that were run count, whatever ended the run.
        const cause = error instanceof Error ? error : new Error(String(error));
        if (signal.aborted) return { kind: "stopped", cause } as const;
        return time.over.aborted ? cases.endOfTime() : ({ kind: "broke", cause } as const);
      },
    );
    return finish(cases.result(end), folder, tell);
  } finally {
    time.stop();
    folder.close();
  }
}

/** Stores how a run has ended, tells it, and throws what says nothing of the target. */
function finish(result: RunResult, folder: RunWriter, tell: (event: RunEvent) => void): RunResult {
  const { end } = result;
  const tellEnd = () => tell({ kind: "end", result });
  try {
    folder.writeEnd(result.stored);
  } catch (error) {
    tellEnd();
    throw end.kind === "broke" ? end.cause : error;
  }
  tellEnd();
  if (end.kind === "broke" && !leavesUndecided(end.cause)) throw end.cause;
  return result;
}

function openFolder(plan: SessionPlan, configuration: RunJson): RunWriter {
  if (plan.earlier !== undefined) return reopen(plan.earlier, configuration);
  return createRun(plan.results, configuration, stampOf(configuration.startedAt));
}

function runCases(
  { subject, jobs, firstJob, limits, orders: { explore }, earlier, ...plan }: SessionPlan,
  imagePath: string,
  runPath: string,
  cases: SessionCases,
  time: TimeBudget,
  signal: AbortSignal,
) {
  const { scenario, target, replayWords, workerEntry } = subject;
  return soak(
    {
      ...{ scenario, target, replayWords, imagePath, runPath, mapPath: runPath },
      devices: loadDevices(),
      jobs: Math.min(jobs, limits.cases),
      firstJob,
      ...(explore && { explore }),
      ...(workerEntry && { workerEntry }),
      earlier: [...(plan.seen ?? []), ...(earlier?.stored.cases ?? [])].map(toldBy),
      ...(plan.evidenceLimitBytes !== undefined && { evidenceLimitBytes: plan.evidenceLimitBytes }),
      orderAt: (index, golden) => cases.orderAt(index, golden),
      follow: (reply) => cases.follow(reply),
      isOver: () => cases.isOver(),
      leftMs: () => time.leftMs,
      wantsSites: () => cases.wantedSites,
    },
    {
      recording: (progress) => cases.recording(progress),
      ready: (golden) => cases.ready(golden),
      done: (reply, kept) => cases.done(reply, kept),
      sites: (found) => cases.foundSites(found),
    },
    signal,
  );
}

/** The whole configuration, to be stored before the work begins. */
async function configurationOf(plan: SessionPlan, imageSha256: string): Promise<RunJson> {
  const { scenario, target, files, replayWords } = plan.subject;
  const { cases, ms } = plan.limits;
  const [program, tools] = await Promise.all([programRecord(target.file), toolVersions()]);
  return {
    version: formatVersion,
    command: plan.command,
    scenario: scenario.name,
    about: scenario.about,
    fingerprint: scenario.fingerprint,
    target: target.name,
    steps: target.stepNames,
    replayWords,
    ...(files && { files }),
    seed: plan.seed,
    ...(plan.shard && { shard: plan.shard }),
    startedAt: new Date().toISOString(),
    options: {
      iterations: Number.isFinite(cases) ? cases : "until the time is up",
      ...(Number.isFinite(ms) ? { durationMs: ms } : {}),
      jobs: plan.jobs,
      strict: plan.strict,
      ...(plan.seedWord !== undefined && { seedWord: plan.seedWord }),
      ...plan.shown,
    },
    ...(plan.asked && { asked: plan.asked }),
    imageSha256,
    program,
    tools,
    environment: environmentRecord(scenario, target),
    host: hostFacts(),
  };
}
