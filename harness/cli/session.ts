import kleur from "kleur";
import { exitCodes, messageOf } from "../model/errors.js";
import { caseLine, failureBlock } from "../report/case-text.js";
import type { CaseOrder } from "../runner/case-order.js";
import { checkHost } from "../runner/check-host.js";
import { loadDevices } from "../runner/devices.js";
import { notSeen } from "../runner/known.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "../runner/messages.js";
import { hostFacts, prepareImage, toolVersions } from "../runner/prepare.js";
import type { Scenario } from "../runner/scenario.js";
import { soak, type SoakEnd } from "../runner/soak.js";
import type { Target } from "../runner/target.js";
import { formatVersion, type CaseRecord } from "../store/records.js";
import { createRun, type RunWriter } from "../store/run-folder.js";
import { planLines } from "../report/point-plan.js";
import { LiveLine } from "./live-line.js";
import { printTotals } from "./totals.js";

/** A run of many cases of one scenario on one target. */
export interface SessionPlan {
  readonly command: string;
  readonly scenario: Scenario;
  readonly target: Target;
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
  readonly orderAt: (index: number, golden: GoldenSummary) => CaseOrder | undefined;
  readonly follow?: (reply: CaseReply) => readonly CaseOrder[];
  /** Hears every case. One that it takes for itself is neither stored nor counted. */
  readonly takes?: (reply: CaseReply) => boolean;
  /** What is to be said besides the totals. */
  readonly closing?: () => readonly string[];
  /** The command that shows a case again. */
  readonly replayCommand: (id: string) => string;
}

/** Runs a session with everything that a person sees of it. Returns the exit code. */
export async function runSession(plan: SessionPlan, signal: AbortSignal): Promise<number> {
  const { scenario, target, orderAt, follow } = plan;
  checkHost();
  const image = await prepareImage(scenario, (line) => console.log(line));
  signal.throwIfAborted();
  const run = await openRun(plan, scenario, image.sha256);
  const records: CaseRecord[] = [];
  const live = new LiveLine(plan, target.stepNames);
  let planned = plan.iterations;
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
        orderAt: (index, golden) =>
          index < plan.iterations && !live.timeIsUp() ? orderAt(index, golden) : undefined,
        follow: (reply) => {
          const room = plan.iterations - records.length;
          const orders = live.timeIsUp() ? [] : (follow?.(reply) ?? []).slice(0, room);
          planned += orders.length;
          if (orders.length > 0) live.setTotal(Math.min(planned, plan.iterations));
          return orders;
        },
      },
      {
        ready: (golden) => {
          live.print(goldenLines(golden));
          if (golden.plan === undefined) return;
          live.print(planLines(golden.plan));
          planned = Math.min(golden.plan.points.length, plan.iterations);
          live.setTotal(planned);
        },
        done: (reply) => {
          if (plan.takes?.(reply) === true) return;
          const { record, smallest } = reply;
          run.appendCase(record);
          records.push(record);
          live.print(caseLine(record));
          if (record.verdict === "violated" && !record.known) {
            live.print([failureBlock(record, plan.replayCommand(record.id), smallest)]);
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
  for (const line of plan.closing?.() ?? []) console.log(line);
  printTotals({
    cases: records,
    steps: [...new Set([...target.stepNames, ...records.flatMap(stepsOf)])],
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

function goldenLines(golden: GoldenSummary): string[] {
  const steps = Object.entries(golden.writesByStep).map(([step, count]) => `${step} ${count}`);
  const lines = [
    `two uninterrupted runs: ${golden.writeCount} writes, ${golden.lineCount} lines, ` +
      `${golden.durationMs} ms recorded${golden.deterministic ? "" : ", not the same both times"}`,
    `writes by step: ${steps.join(", ")}`,
  ];
  for (const notice of golden.notices) lines.push(kleur.yellow(`notice: ${notice}`));
  for (const { class: className, checker, message } of golden.findings) {
    lines.push(kleur.yellow(`${className}: ${checker}: ${message}`));
  }
  return lines;
}

function stepsOf({ cuts }: CaseRecord): string[] {
  return cuts.map(({ step }) => step);
}

function exitCode(records: readonly CaseRecord[], end: SoakEnd, plan: SessionPlan): number {
  const red = records.some(
    ({ verdict, known }) => verdict === "violated" && (plan.strict || !known),
  );
  if (red) return exitCodes.violated;
  const open = end.kind === "undecided" || records.some(({ verdict }) => verdict === "undecided");
  return open || records.length === 0 ? exitCodes.undecided : exitCodes.held;
}
