import kleur from "kleur";
import { exitCodes, leavesUndecided, messageOf, UsageError } from "../../model/errors.js";
import { checkHost } from "../../runner/lab/check-host.js";
import { loadDevices } from "../../catalogue/devices.js";
import { notSeen } from "../../runner/case/known.js";
import { prepareImage } from "../../catalogue/base-image.js";
import { hostFacts, toolVersions } from "../../runner/lab/host.js";
import type { Scenario } from "../../catalogue/scenario.js";
import { soak, type SoakEnd } from "../../runner/workers/soak.js";
import { formatVersion, type CaseRecord } from "../../store/records.js";
import { createRun, type RunWriter } from "../../store/run-folder.js";
import { LiveLine } from "./live-line.js";
import { SessionCases } from "./session-cases.js";
import type { SessionPlan } from "../../session/session-plan.js";
import { printTotals } from "./totals.js";

/** Runs a session with everything that a person sees of it. Returns the exit code. */
export async function runSession(plan: SessionPlan, signal: AbortSignal): Promise<number> {
  const { scenario, target } = plan;
  checkHost();
  const image = await prepareImage(scenario, (line) => console.log(line));
  signal.throwIfAborted();
  const run = await openRun(plan, scenario, image.sha256);
  const live = new LiveLine(plan, target.stepNames);
  const cases = new SessionCases(plan, run, live);
  let end: SoakEnd;
  let interrupted: Error | undefined;
  try {
    end = await soak(
      {
        scenario,
        target,
        imagePath: image.path,
        devices: loadDevices(),
        runPath: run.path,
        jobs: Math.min(plan.jobs, plan.iterations),
        ...(plan.explore && { explore: plan.explore }),
        orderAt: (index, golden) => cases.orderAt(index, golden),
        follow: (reply) => cases.follow(reply),
        isOver: () => cases.isOver(),
      },
      { ready: (golden) => cases.ready(golden), done: (reply) => cases.done(reply) },
      signal,
    );
  } catch (error) {
    if (error instanceof UsageError && cases.records.length === 0) throw error;
    // The cases that were run count, whatever ended the run.
    interrupted = error instanceof Error ? error : new Error(String(error));
    end = { kind: "undecided", reason: messageOf(error) };
  } finally {
    live.stop();
    run.close();
  }
  const why = interrupted === undefined ? "undecided" : "ended early";
  const notices = end.kind === "undecided" ? [`${why}: ${end.reason}`] : cases.notRun();
  printEnd(plan, cases, live.elapsedMs(), notices);
  console.log(`seed ${plan.seed}, results in ${run.path}`);
  if (interrupted !== undefined && !leavesUndecided(interrupted)) throw interrupted;
  return exitCode(cases, end, plan);
}

function printEnd(
  { scenario, target, closing }: SessionPlan,
  { records, plannedCount }: SessionCases,
  elapsedMs: number,
  notices: readonly string[],
): void {
  for (const line of closing?.() ?? []) console.log(line);
  printTotals({
    cases: records,
    plannedCount,
    steps: [...new Set([...target.stepNames, ...records.flatMap(stepsOf)])],
    elapsedMs,
    knownNotSeen: notSeen(records, scenario.known, target.name),
    notices,
  });
}

/** Prints the whole configuration, and stores it, before the work begins. */
async function openRun(
  plan: SessionPlan,
  scenario: Scenario,
  imageSha256: string,
): Promise<RunWriter> {
  const startedAt = new Date().toISOString();
  const options = {
    iterations: Number.isFinite(plan.iterations) ? plan.iterations : "until the time is up",
    ...(plan.durationMs === undefined ? {} : { durationMs: plan.durationMs }),
    jobs: plan.jobs,
    strict: plan.strict,
    ...plan.shown,
  };
  const run = createRun(
    plan.results,
    {
      version: formatVersion,
      command: plan.command,
      scenario: scenario.name,
      fingerprint: scenario.fingerprint,
      target: plan.target.name,
      seed: plan.seed,
      startedAt,
      options,
      imageSha256,
      tools: await toolVersions(),
      host: hostFacts(),
    },
    startedAt.replaceAll(/[-:]|\.\d+/g, ""),
  );
  printConfiguration(plan, options, run.path);
  return run;
}

function printConfiguration(
  plan: SessionPlan,
  options: Readonly<Record<string, string | number | boolean>>,
  runPath: string,
): void {
  const { command, scenario, target, seed } = plan;
  console.log(kleur.bold(`${command} ${scenario.name} on ${target.name}, seed ${seed}`));
  const words = Object.entries(options).map(([name, value]) => `${name}=${String(value)}`);
  console.log(`configuration: ${words.join(" ")}`);
  console.log(`results: ${runPath}`);
}

function stepsOf({ cuts }: CaseRecord): string[] {
  return cuts.map(({ step }) => step);
}

function exitCode({ records, endsWrong }: SessionCases, end: SoakEnd, plan: SessionPlan): number {
  const red = records.some(
    ({ verdict, known }) => verdict === "violated" && (plan.strict || !known),
  );
  const known = records.some((record) => record.known);
  if (red || (endsWrong && !known)) return exitCodes.violated;
  const open = end.kind === "undecided" || records.length === 0 || records.some(isOpen);
  return open ? exitCodes.undecided : exitCodes.held;
}

/** Also a case whose violation is known: the kills that did not land have shown nothing. */
function isOpen({ verdict, cuts }: CaseRecord): boolean {
  return verdict === "undecided" || cuts.some(({ landed }) => landed !== "landed");
}
