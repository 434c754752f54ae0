import { shapeOf, stepAt, type TraceShape } from "../model/steps.js";
import type { CrashPoint, TraceEvent, WriteEvent } from "../model/trace.js";
import type { CutRecord } from "../store/records.js";
import type { GoldenMade } from "./golden-run.js";
import type { LabPlan, RunRecord } from "./lab.js";
import type { Target } from "./target.js";
import { textOf, writesOf } from "./traces.js";

/** Where a crash has landed, live or in a recorded trace: what is known without the disk. */
export interface CrashSite {
  readonly point: CrashPoint;
  readonly landed: CutRecord["landed"];
  readonly writeCount: number;
  readonly bytes: number;
  readonly lineCount: number;
  readonly ofWrites: number;
  readonly step: string;
  /** The last write that reached the disk, whole or torn. */
  readonly lastWrite: WriteEvent | undefined;
}

/** The site of a live kill. `shape` is that of the run uncut, where that is known. */
export function siteOfRun(
  run: RunRecord,
  plan: LabPlan,
  shape: TraceShape,
  ofWrites: number,
  target: Target,
): CrashSite {
  const landed = howLanded(run, plan);
  const point = plan.cut ?? pointReached(run);
  const own = shapeOf(run.trace, target.stepNames[0], target.steps);
  const ownStep = own.spans.at(-1)?.step ?? target.stepNames[0];
  return {
    point,
    landed,
    writeCount: run.status.writeCount,
    bytes: point.kind === "write" ? point.bytes : 0,
    lineCount: run.status.lineCount,
    ofWrites,
    step: landed === "landed" ? ownStep : stepAt(shape, point),
    lastWrite: writesOf(run.trace).at(-1),
  };
}

/** The site of a crash point in the recorded run, and what had been printed by then. */
export function siteInTrace(
  golden: GoldenMade,
  point: Extract<CrashPoint, { kind: "write" }>,
): { readonly site: CrashSite; readonly output: string } {
  const { trace, writes, shape } = golden;
  const reached = point.writes + (point.bytes > 0 ? 1 : 0);
  const output = textOf(trace.slice(0, trace.findIndex(isWrite(Math.max(1, reached)))));
  const site: CrashSite = {
    point,
    landed: reached <= shape.writeCount ? "landed" : "late",
    writeCount: point.writes,
    bytes: point.bytes,
    lineCount: output.split("\n").length - 1,
    ofWrites: shape.writeCount,
    step: stepAt(shape, point),
    lastWrite: writes[reached - 1],
  };
  return { site, output };
}

function isWrite(number: number): (event: TraceEvent) => boolean {
  return (event) => event.kind === "write" && event.number === number;
}

function howLanded(run: RunRecord, plan: LabPlan): CutRecord["landed"] {
  if (run.ended === "hung" || run.ended === "broke") return "missed";
  if (run.ended !== "cut") return "late";
  const { writeCount, lineCount } = run.status;
  return plan.cutAfterMs !== undefined && writeCount === 0 && lineCount === 0 ? "early" : "landed";
}

/** Where a kill by the clock has landed, as a crash point that a replay can aim at. */
function pointReached({ status }: RunRecord): CrashPoint {
  return status.writeCount === 0 && status.lineCount > 0
    ? { kind: "line", line: status.lineCount }
    : { kind: "write", writes: status.writeCount, bytes: 0 };
}
