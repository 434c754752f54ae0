import { secondInterrupts } from "../../explore/interrupt-points.js";
import { parsePoints } from "../../explore/point-filter.js";
import { stepAt } from "../../model/steps.js";
import type { CrashPoint } from "../../model/trace.js";
import type { CaseContext } from "../case/case-context.js";
import type { CaseResult } from "../case/case.js";
import { runOfRecords } from "../lab/recorded-run.js";
import { changesOf } from "../lab/traces.js";
import type { ExploreRequest } from "./messages.js";

/** The cases in which the last signal of one comes again, and how many such were left out. */
export interface SecondSignals {
  readonly cases: readonly (readonly CrashPoint[])[];
  readonly leftOutCount: number;
}

/**
 * Plans a second signal by what the target wrote after the first one, in the case that has just
 * been run. None where the case does not end in one signal that was sent, or none are wanted.
 */
export function secondSignals(
  explore: ExploreRequest | undefined,
  { record, evidence }: CaseResult,
  { lab, target, crashes }: Pick<CaseContext, "lab" | "target" | "crashes">,
): SecondSignals {
  const [cut, point] = [record.cuts.at(-1), evidence.points.at(-1)];
  const traceBytes = evidence.traces.at(-1);
  const isWanted =
    explore?.interrupts?.most === 2 &&
    cut?.landed === "landed" &&
    evidence.points.length === record.cuts.length;
  if (!isWanted || traceBytes === undefined) return { cases: [], leftOutCount: 0 };
  if (point?.kind !== "interrupt" || point.againAfter !== undefined) {
    return { cases: [], leftOutCount: 0 };
  }
  const { trace, shape } = runOfRecords(lab.bench, traceBytes, target);
  const later = changesOf(trace)
    .filter(({ number }) => number > point.writes)
    .map((change) => ({
      number: change.number,
      step: stepAt(shape, { kind: "write", writes: change.number, bytes: 0 }),
      place: crashes.placeOf(change),
      likeness: change.kind,
    }));
  const { all } = parsePoints(explore.points);
  const { points, leftOutCount } = secondInterrupts(point, later, all);
  const before = evidence.points.slice(0, -1);
  return { cases: points.map((again) => [...before, again]), leftOutCount };
}
