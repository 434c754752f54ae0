import { openStream } from "../model/prng.js";
import type { PowerLoss } from "../model/power.js";
import { stepAt, type TraceShape } from "../model/steps.js";
import {
  crashModels,
  modelOf,
  type CrashModel,
  type Interrupt,
  type InterruptSignal,
  type WritePoint,
} from "../model/trace.js";
import { ofEachSite, ofLikeChanges } from "./like-changes.js";
import { interruptPoints, usualInterrupting } from "./interrupt-points.js";
import type { PlacedChange } from "./placed-change.js";
import type { PointFilter } from "./point-filter.js";
import type { PowerPlan } from "./power/power-points.js";
import { inTurn, spread } from "./spread.js";

/** A recorded run, and what crashes can make of it: what crash points are chosen from. */
export interface Territory {
  readonly shape: TraceShape;
  /** All changes of the run, in order. */
  readonly changes: readonly PlacedChange[];
  /** Bytes of a change after which it is worth to be torn, ascending. */
  readonly tearsOf: (change: PlacedChange) => readonly number[];
  /** The power losses that put some of the changes at stake. */
  readonly lossesOf: (chosen: readonly PlacedChange[]) => PowerPlan;
}

type PlannedPoint = WritePoint | Interrupt | PowerLoss;

/** Which crash points are run, and what became of the others. */
export interface PointPlan {
  /** In the order in which they are run: the simplest model first, a little of everything first. */
  readonly points: readonly PlannedPoint[];
  /** After these the kill is the first of its step: the ones to be run live. */
  readonly liveWrites: readonly number[];
  /** Writes that the filter lets through. */
  readonly placeCount: number;
  /** Writes that another write of the same run of like writes stands for. */
  readonly representedCount: number;
  /** Power losses that were left out: too many writes were cached at once. */
  readonly lossesLeftOut: number;
  /** Interrupts after chosen writes that others of their step and region stand for. */
  readonly interruptsLeftOut: number;
  /** Step and region to the number of writes chosen and let through. */
  readonly rows: readonly { step: string; region: string; chosen: number; all: number }[];
}

/**
 * Chooses crash points: each change of a table or of metadata that the filter lets through, and of
 * each run of like changes (same step, same place, alike) the first, the last and some seeded ones.
 * With `all`, nothing is represented by another change;
 * with `bySite` those of one place in the target's code stand for each other.
 * `signals` are those of interrupts.
 */
export function planPoints(
  territory: Territory,
  filter: PointFilter,
  models: readonly CrashModel[],
  seed: string,
  signals: readonly InterruptSignal[] = usualInterrupting.signals,
): PointPlan {
  const { shape } = territory;
  const ends = new Set(shape.spans.map(({ lastWrite }) => lastWrite));
  const candidates = territory.changes.filter(
    (change) => filter.lets(change) && (!filter.stepEnds || ends.has(change.number)),
  );
  const chosen = chooseFrom(candidates, filter, seed);
  const losses = models.includes("power")
    ? territory.lossesOf(chosen)
    : { points: [], leftOutCount: 0 };
  const stops = chosen.flatMap((change) => stopsAt(change, territory, models));
  const interrupted = models.includes("interrupt") ? chosen : [];
  const interrupts = interruptPoints(interrupted, filter.all, signals);
  const points = inOrder([...stops, ...losses.points, ...interrupts.points], shape);
  return {
    points,
    liveWrites: firstKills(points, shape),
    lossesLeftOut: losses.leftOutCount,
    interruptsLeftOut: interrupts.leftOutCount,
    placeCount: candidates.length,
    representedCount: candidates.length - chosen.length,
    rows: rowsOf(candidates, new Set(chosen)),
  };
}

function chooseFrom(
  changes: readonly PlacedChange[],
  { all, bySite, growing, sampleCount }: PointFilter,
  seed: string,
): PlacedChange[] {
  let chosen = bySite ? ofEachSite(changes, seed) : all ? changes : ofLikeChanges(changes, seed);
  if (growing) chosen = chosen.filter((_, index) => Number.isInteger(Math.log2(index + 1)));
  if (sampleCount !== undefined) {
    const drawn = openStream(seed, "sample of points").shuffle(chosen);
    chosen = inTurn(drawn, ({ step, place }) => `${step}\n${place.name}`).slice(0, sampleCount);
  }
  return [...chosen].sort((a, b) => a.number - b.number);
}

/** Model after model; in each the points are spread over the steps, devices and signals. */
function inOrder(points: readonly PlannedPoint[], shape: TraceShape): readonly PlannedPoint[] {
  const classOf = (point: PlannedPoint): string => `${variantOf(point)}\n${stepAt(shape, point)}`;
  return crashModels.flatMap((model) =>
    spread(
      points.filter((point) => modelOf(point) === model),
      classOf,
    ),
  );
}

/** On which device power is lost, by which signal a run is interrupted. */
function variantOf(point: PlannedPoint): string {
  if (point.kind === "power") return point.device;
  return point.kind === "interrupt" ? point.signal : "";
}

function firstKills(points: readonly PlannedPoint[], shape: TraceShape): number[] {
  const firsts = new Map<string, number>();
  for (const point of points.filter((each) => modelOf(each) === "kill")) {
    const step = stepAt(shape, point);
    if (!firsts.has(step)) firsts.set(step, point.writes);
  }
  return [...firsts.values()];
}

/** After the change, for kill; inside of it, for torn. */
function stopsAt(
  change: PlacedChange,
  { tearsOf }: Territory,
  models: readonly CrashModel[],
): WritePoint[] {
  const { number } = change;
  const tears = models.includes("torn") ? tearsOf(change) : [];
  const points = tears.map((bytes): WritePoint => ({ kind: "write", writes: number - 1, bytes }));
  if (models.includes("kill")) points.push({ kind: "write", writes: number, bytes: 0 });
  return points;
}

function rowsOf(
  changes: readonly PlacedChange[],
  chosen: ReadonlySet<PlacedChange>,
): PointPlan["rows"] {
  const rows = new Map<string, { step: string; region: string; chosen: number; all: number }>();
  for (const change of changes) {
    const { step, place } = change;
    const key = `${step}\n${place.name}`;
    const row = rows.get(key) ?? { step, region: place.name, chosen: 0, all: 0 };
    rows.set(key, row);
    row.all += 1;
    if (chosen.has(change)) row.chosen += 1;
  }
  return [...rows.values()];
}
