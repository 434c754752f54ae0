import { shapeOf, stepAt, type TraceShape } from "../../model/steps.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import {
  lastSignalAt,
  type ChangeEvent,
  type CrashPoint,
  type ExploredPoint,
  type TraceEvent,
} from "../../model/trace.js";
import type { CutRecord } from "../../store/records.js";
import type { Ending, RunRecord } from "../lab/lab.js";
import type { Target } from "../../catalogue/target.js";
import { changesOf, textOf } from "../lab/traces.js";

/** Where a crash has landed, live or in a recorded trace: what is known without the medium. */
export interface CrashSite {
  readonly point: CrashPoint;
  readonly landed: CutRecord["landed"];
  readonly writeCount: number;
  readonly bytes: number;
  readonly lineCount: number;
  readonly ofWrites: number;
  readonly step: string;
  /** The last change that reached the medium, whole or torn; the last before an interrupt. */
  readonly lastTouched: ChangeEvent | undefined;
}

/** The site of a live kill or interrupt. `shape` is that of the run uncut, as far as known. */
export function siteOfRun(
  run: RunRecord,
  ending: Ending,
  shape: TraceShape,
  ofWrites: number,
  target: Target,
): CrashSite {
  const landed = howLanded(run, ending);
  const point = ending.kind === "at a point" ? ending.point : pointReached(run);
  const own = shapeOf(run.trace, target.stepNames[0], target.steps);
  const lastStep = own.spans.at(-1)?.step ?? target.stepNames[0];
  const ownStep = point.kind === "interrupt" ? stepAt(own, point) : lastStep;
  return {
    point,
    landed,
    writeCount: run.status.writeCount,
    bytes: point.kind === "write" ? point.bytes : 0,
    lineCount: run.status.lineCount,
    ofWrites,
    step: landed === "landed" ? ownStep : stepAt(shape, point),
    lastTouched: changesOf(run.trace).at(point.kind === "interrupt" ? lastSignalAt(point) - 1 : -1),
  };
}

/** The site of a crash point in a recorded run, and what had been printed by then. */
export function siteInTrace(
  { trace, shape }: RecordedRun,
  point: ExploredPoint,
): { readonly site: CrashSite; readonly output: string } {
  const bytes = point.kind === "write" ? point.bytes : 0;
  const ended = point.kind === "power" && point.ended;
  const reached = point.writes + (bytes > 0 ? 1 : 0);
  const untilThen = ended ? trace : trace.slice(0, trace.findIndex(isChange(Math.max(1, reached))));
  const output = textOf(untilThen);
  const site: CrashSite = {
    point,
    landed: reached <= shape.writeCount ? "landed" : "late",
    writeCount: point.writes,
    bytes,
    lineCount: output.split("\n").length - 1,
    ofWrites: shape.writeCount,
    step: stepAt(shape, point),
    lastTouched: trace.find(isChange(reached)),
  };
  return { site, output };
}

function isChange(number: number): (event: TraceEvent) => event is ChangeEvent {
  return (event): event is ChangeEvent => event.kind === "write" && event.number === number;
}

function howLanded(run: RunRecord, ending: Ending): CutRecord["landed"] {
  if (run.ended !== "broke" && isInterrupted(run, ending)) return "landed";
  if (run.ended === "hung" || run.ended === "broke") return "missed";
  if (run.ended !== "cut") return "late";
  const { writeCount, lineCount } = run.status;
  const isEarly = ending.kind === "by the clock" && writeCount === 0 && lineCount === 0;
  return isEarly ? "early" : "landed";
}

/** All signals were sent that were to be. */
function isInterrupted({ status }: RunRecord, ending: Ending): boolean {
  if (ending.kind !== "at a point" || ending.point.kind !== "interrupt") return false;
  return status.interruptCount === (ending.point.againAfter === undefined ? 1 : 2);
}

/** Where a kill by the clock has landed, as a crash point that a replay can aim at. */
function pointReached({ status }: RunRecord): CrashPoint {
  return status.writeCount === 0 && status.lineCount > 0
    ? { kind: "line", line: status.lineCount }
    : { kind: "write", writes: status.writeCount, bytes: 0 };
}
