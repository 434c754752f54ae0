import kleur from "kleur";
import { exitCodes, messageOf } from "../model/errors.js";
import { caseLine, failureBlock } from "../report/case-text.js";
import type { CaseOrder } from "../runner/case-order.js";
import { checkHost } from "../runner/check-host.js";
import { notSeen } from "../runner/known.js";
import type { ExploreRequest, GoldenSummary } from "../runner/messages.js";
import { hostFacts, prepareImage, toolVersions } from "../runner/prepare.js";
import { loadScenario, type Scenario } from "../runner/scenario.js";
import { soak, type SoakEnd } from "../runner/soak.js";
import { loadTarget, type Target } from "../runner/target.js";
import { formatVersion, type CaseRecord } from "../store/records.js";
import { createRun, type RunWriter } from "../store/run-folder.js";
import { planLines } from "../report/point-plan.js";
import { LiveLine } from "./live-line.js";
import { printTotals } from "./totals.js";

/** A run of many cases of one scenario on one target. */
export interface SessionPlan {
  readonly command: string;
  readonly scenario: string;
  readonly target: string;
  readonly seed: string;
  /** Infinity when only the time ends it. */
  readonly iterations: number;
  readonly durationMs: number | undefined;
  readonly jobs: number;
  readonly results: string;
  readonly strict: boolean;
  /** More of the configuration, printed and stored. */
  readonly shown: Readonly<Record<string, string | number>>;
  readonly explore?: ExploreRequest;
  readonly orders: (
    target: Target,
  ) => (index: number, golden: GoldenSummary) => CaseOrder | undefined;
}

/** Runs a session with everything that a person sees of it. Returns the exit code. */
export async function runSession(plan: SessionPlan, signal: AbortSignal): Promise<number> {
  const scenario = loadScenario(plan.scenario);
  const target = loadTarget(plan.target);
  const orderAt = plan.orders(target);
  checkHost();
  const image = await prepareImage(scenario, (line) => console.log(line));
  signal.throwIfAborted();
  const run = await openRun(plan, scenario, image.sha256);
  const records: CaseRecord[] = [];
  const live = new LiveLine(plan, target.stepNames);
  let end: SoakEnd;
  let interrupted: Error | undefined;
  try {
    end = await soak(
      {
        scenario,
        target,
        imagePath: image.path,
        runPath: run.path,
        jobs: Math.min(plan.jobs, plan.iterations),
        ...(plan.explore && { explore: plan.explore }),
        orderAt: (index, golden) =>
          index < plan.iterations && !live.timeIsUp() ? orderAt(index, golden) : undefined,
      },
      {
        ready: (golden) => {
          live.print(goldenLines(golden));
          if (golden.plan === undefined) return;
          live.print(planLines(golden.plan));
          live.setTotal(Math.min(golden.plan.points.length, plan.iterations));
        },
        done: ({ record }) => {
          run.appendCase(record);
          records.push(record);
          live.print(caseLine(record));
          if (record.verdict === "violated" && !record.known) {
            live.print([failureBlock(record, `scripts/crashpoint replay ${record.id}`)]);
          }
          live.update(records);
        },
      },
      signal,
    );
  } catch (error) {
    // The cases that were run count, whatever ended the run.
    interrupted = error instanceof Error ? error : new Error(String(error));
    end = { kind: "complete" };
  } finally {
    live.stop();
    run.close();
  }
  const notices = end.kind === "undecided" ? [`undecided: ${end.reason}`] : [];
  if (interrupted !== undefined) notices.push(`ended early: ${messageOf(interrupted)}`);
  printTotals({
    cases: records,
    steps: target.stepNames,
    elapsedMs: live.elapsedMs(),
    knownNotSeen: notSeen(records, scenario.known, target.name),
    notices,
  });
  console.log(`seed ${plan.seed}, results in ${run.path}`);
  if (interrupted !== undefined) throw interrupted;
  return exitCode(records, end, plan);
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
      target: plan.target,
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
  console.log(kleur.bold(`${plan.command} ${plan.scenario} on ${plan.target}, seed ${plan.seed}`));
  const words = Object.entries(options).map(([name, value]) => `${name}=${String(value)}`);
  console.log(`configuration: ${words.join(" ")}`);
  console.log(`results: ${runPath}`);
}

function goldenLines(golden: GoldenSummary): string[] {
  const steps = Object.entries(golden.writesByStep).map(([step, count]) => `${step} ${count}`);
  const lines = [
    `two uninterrupted runs: ${golden.writeCount} writes, ${golden.lineCount} lines, ` +
      `${golden.durationMs} ms recorded${golden.deterministic ? "" : ", not the same both times"}`,
    `writes by step: ${steps.join(", ")}`,
  ];
  for (const { class: className, checker, message } of golden.findings) {
    lines.push(kleur.yellow(`${className}: ${checker}: ${message}`));
  }
  return lines;
}

function exitCode(records: readonly CaseRecord[], end: SoakEnd, plan: SessionPlan): number {
  const red = records.some(
    ({ verdict, known }) => verdict === "violated" && (plan.strict || !known),
  );
  if (red) return exitCodes.violated;
  const open = end.kind === "undecided" || records.some(({ verdict }) => verdict === "undecided");
  return open || records.length === 0 ? exitCodes.undecided : exitCodes.held;
}
