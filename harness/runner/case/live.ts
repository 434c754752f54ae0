import { ImageMaker } from "../../crash/image-maker.js";
import { tornSectors } from "../../crash/torn-sectors.js";
import { chooseCut } from "../../explore/choose-cut.js";
import type { PowerLoss } from "../../model/power.js";
import { openStream } from "../../model/prng.js";
import type { TraceShape } from "../../model/steps.js";
import type { CrashPoint } from "../../model/trace.js";
import type { CaseContext } from "./case-context.js";
import type { CaseOrder, LiveOrder } from "./case-order.js";
import { planByClock } from "./clock-plan.js";
import { strayFindings } from "./crash-records.js";
import { siteInTrace, siteOfRun } from "./crash-site.js";
import { hangFindings, saysDone } from "./interrupted.js";
import type { LabPlan } from "../lab/lab.js";
import type { Reached } from "./reached.js";
import { recordedRun } from "../lab/recorded-run.js";
import { textOf, writesOf } from "../lab/traces.js";

export type LiveCase = CaseOrder & LiveOrder;

/** The run that is to be crashed, or one like it. */
export interface Expected {
  readonly shape: TraceShape;
  readonly isThisRun: boolean;
}

type Aim = { readonly point: CrashPoint } | { readonly byClock: Omit<LabPlan, "part"> };

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
  if ("byClock" in aim) return killLive(context, { ...aim.byClock, part }, expected);
  const { point } = aim;
  if (point.kind === "power") return losePowerLive(context, point, part, order.seed);
  return killLive(context, { cut: point, part }, expected);
}

function aimOf(
  { golden }: CaseContext,
  order: LiveCase,
  kill: number,
  shape: TraceShape,
): Aim | undefined {
  const stream = openStream(order.seed, `case ${order.index} kill ${kill}`);
  switch (order.kind) {
    case "time":
      return { byClock: planByClock(golden, order, stream) };
    case "cuts":
    case "progress": {
      const point = order.cuts[kill - 1];
      return point && { point };
    }
    case "steps":
    case "writes": {
      const wanted = order.kind === "writes" ? "writes" : (order.wanted[kill - 1] ?? []);
      const point = chooseCut(shape, wanted, stream);
      return point && { point };
    }
  }
}

async function killLive(
  { lab, scenario, target }: CaseContext,
  plan: LabPlan,
  { shape, isThisRun }: Expected,
): Promise<Reached> {
  const run = await lab.run(plan);
  lab.shim.disk.promote();
  const site = siteOfRun(run, plan, shape, isThisRun ? shape.writeCount : 0, target);
  const { point } = site;
  const hang = point.kind === "interrupt" ? hangFindings(run, point, scenario.timeoutSeconds) : [];
  return {
    site,
    misdeeds: [...hang, ...strayFindings(run)],
    saysDone: saysDone(lab, run),
    traceBytes: Buffer.from(lab.shim.traceBytes()),
    output: textOf(run.trace),
    targetMs: run.durationMs,
    torn: point.kind === "write" ? tornSectors(writesOf(run.trace), point) : [],
  };
}

/**
 * Kills the target where the power is lost, goes back to where the run began, and makes what the
 * device has left from what this very run had written.
 */
async function losePowerLive(
  { lab, target, devices, golden }: CaseContext,
  point: PowerLoss,
  part: LabPlan["part"],
  seed: string,
): Promise<Reached> {
  const kill = { kind: "write", writes: point.writes, bytes: 0 } as const;
  const watchSync = golden.usesSync;
  const record = await lab.run({ part, watchSync, ...(point.ended ? {} : { cut: kill }) });
  const run = recordedRun(lab, record, target);
  lab.shim.disk.reset();
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
  const maker = new ImageMaker(lab.shim.disk, run, devices);
  try {
    const { torn, lastTouched } = maker.make(point, seed);
    return { ...reached, site: { ...site, lastWrite: lastTouched }, torn };
  } finally {
    maker.close();
  }
}
