import { drawCrash } from "../../explore/draw-interrupt.js";
import { chooseCut } from "../../explore/choose-cut.js";
import type { PowerLoss } from "../../model/power.js";
import { openStream } from "../../model/prng.js";
import type { TraceShape } from "../../model/steps.js";
import type { CrashPoint, WritePoint } from "../../model/trace.js";
import type { CaseContext } from "./case-context.js";
import type { CaseOrder, LiveOrder } from "./case-order.js";
import { planByClock } from "./clock-plan.js";
import { strayFindings } from "./strays.js";
import { siteInTrace, siteOfRun } from "./crash-site.js";
import { endedBetween, hangFindings, metBy, saysDone } from "./interrupted.js";
import type { Part } from "../../catalogue/commands.js";
import type { ClockEnding, Ending, Lab, RunRecord } from "../lab/lab.js";
import type { Reached } from "./reached.js";
import { recordedRun } from "../lab/recorded-run.js";
import { textOf } from "../lab/traces.js";

export type LiveCase = CaseOrder & LiveOrder;

/** The run that is to be crashed, or one like it. */
export interface Expected {
  readonly shape: TraceShape;
  readonly isThisRun: boolean;
}

/**
 * Runs the target on the snapshot until crash number `kill` of a case, from 1. Undefined where
 * nothing is left to cut: the work was already done.
 */
export async function crashLive(
  context: CaseContext,
  order: LiveCase,
  kill: number,
  expected: Expected,
): Promise<Reached | undefined> {
  const aim = aimOf(context, order, kill, expected.shape);
  if (aim === undefined) return undefined;
  const part = kill === 1 ? "first" : "resume";
  if (aim.kind === "by the clock") return killLive(context, part, aim, expected);
  if (aim.kind === "power") return losePowerLive(context, aim, part, order.seed);
  const isDrawn = "drawn" in order;
  return killLive(context, part, { kind: "at a point", point: aim, isDrawn }, expected);
}

function aimOf(
  { golden, crashes }: CaseContext,
  order: LiveCase,
  kill: number,
  shape: TraceShape,
): CrashPoint | ClockEnding | undefined {
  const stream = openStream(order.seed, `case ${order.index} kill ${kill}`);
  switch (order.kind) {
    case "time":
      return planByClock(golden, crashes, order, stream);
    case "cuts":
    case "progress":
      return order.cuts[kill - 1];
    case "steps":
    case "writes": {
      const wanted = order.kind === "writes" ? "writes" : (order.wanted[kill - 1] ?? []);
      const point = chooseCut(shape, wanted, stream);
      return point && order.drawn ? drawCrash(point, order.drawn, stream) : point;
    }
  }
}

async function killLive(
  { lab, crashes, scenario, target }: CaseContext,
  part: Part,
  ending: Ending,
  { shape, isThisRun }: Expected,
): Promise<Reached> {
  const { run, met } = await runUntil(lab, part, ending);
  lab.bench.promote();
  const site = siteOfRun(run, met, shape, isThisRun ? shape.writeCount : 0, target);
  const { point } = site;
  const hang = point.kind === "interrupt" ? hangFindings(run, point, scenario.timeoutSeconds) : [];
  return {
    site,
    misdeeds: [...hang, ...strayFindings(run)],
    saysDone: saysDone(lab, run),
    traceBytes: lab.bench.traceBytes(),
    output: textOf(run.trace),
    targetMs: run.durationMs,
    torn: point.kind === "write" ? crashes.tornAt(run.trace, point) : [],
  };
}

/** Whether a target ends at its first signal can be a matter of its threads. */
const mostTries = 3;

/**
 * Runs the target until an ending, and tells which one it has met. One that has ended between two
 * signals that were asked for is run again; where they were drawn, the first one will do.
 */
async function runUntil(
  lab: Lab,
  part: Part,
  ending: Ending,
): Promise<{ readonly run: RunRecord; readonly met: Ending }> {
  const plan = { part, kind: "recorded", ending, watch: "nothing" } as const;
  let run = await lab.run(plan);
  if (ending.kind === "by the clock") return { run, met: ending };
  if (ending.isDrawn === true) return { run, met: { ...ending, point: metBy(run, ending.point) } };
  for (let tries = 1; tries < mostTries && endedBetween(run, ending.point); tries += 1) {
    lab.bench.reset();
    run = await lab.run(plan);
  }
  return { run, met: ending };
}

/**
 * Kills the target where the power is lost, goes back to where the run began, and makes what the
 * device has left from what this very run had written.
 */
async function losePowerLive(
  { lab, crashes, target, golden }: CaseContext,
  point: PowerLoss,
  part: Part,
  seed: string,
): Promise<Reached> {
  const kill: WritePoint = { kind: "write", writes: point.writes, bytes: 0 };
  const ending = point.ended ? undefined : ({ kind: "at a point", point: kill } as const);
  const watch = golden.usesSync ? "sync" : "nothing";
  const record = await lab.run({
    ...{ part, kind: "recorded", watch },
    ...(ending && { ending }),
  });
  const run = recordedRun(lab.bench, target);
  lab.bench.reset();
  const landed = record.ended === (point.ended ? "finished" : "cut");
  const { site, output } = siteInTrace(run, point);
  const reached = {
    site: landed ? site : { ...site, landed: "late" as const },
    misdeeds: strayFindings(record),
    traceBytes: run.traceBytes,
    output,
    targetMs: record.durationMs,
  };
  if (!landed) return { ...reached, torn: [] };
  const maker = crashes.maker(run);
  try {
    const { torn, lastTouched } = maker.make(point, seed);
    lab.bench.emptyOutside();
    return { ...reached, site: { ...site, lastTouched }, torn };
  } finally {
    maker.close();
  }
}
