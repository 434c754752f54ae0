import { nameWrite } from "../layout/disk-regions.js";
import type { Region } from "../layout/region.js";
import { Epochs } from "../crash/epoch.js";
import type { Device, PowerLoss } from "../model/power.js";
import { openStream } from "../model/prng.js";
import { stepAt, type TraceShape } from "../model/steps.js";
import {
  crashModels,
  modelOf,
  type CrashModel,
  type Interrupt,
  type TraceEvent,
  type WriteEvent,
  type WritePoint,
} from "../model/trace.js";
import { interruptPoints } from "./interrupt-points.js";
import type { Place } from "./place.js";
import type { PointFilter } from "./point-filter.js";
import { powerPoints } from "./power/power-points.js";
import { inTurn, spread } from "./spread.js";

/** A recorded run and the layouts around it: what crash points are chosen from. */
export interface Territory {
  readonly recorded: {
    readonly shape: TraceShape;
    readonly trace: readonly TraceEvent[];
    readonly writes: readonly WriteEvent[];
  };
  readonly regionsBefore: readonly Region[];
  readonly regionsAfter: readonly Region[];
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
  /** Chosen writes that are not interrupted: others of their step and region stand for them. */
  readonly interruptsLeftOut: number;
  /** Step and region to the number of writes chosen and let through. */
  readonly rows: readonly { step: string; region: string; chosen: number; all: number }[];
}

/** How many writes inside a run of like writes are drawn besides its first and last. */
const drawnPerRun = 3;

/** Writes with the step and region that they belong to, in order. */
export function placesOf(territory: Territory): Place[] {
  const { recorded, regionsBefore, regionsAfter } = territory;
  const { shape, writes } = recorded;
  return writes.map((write) => {
    const region = nameWrite(regionsBefore, regionsAfter, write);
    const step = stepAt(shape, { kind: "write", writes: write.number, bytes: 0 });
    return { write, step, region };
  });
}

/**
 * Chooses crash points: each write to a table or to metadata that the filter lets through, and
 * of each run of like writes (same step, same region, same kind of change) the first, the last
 * and some seeded ones. With `all`, nothing is represented by another write. Power is lost on each
 * of the devices, where chosen writes are cached.
 */
export function planPoints(
  territory: Territory,
  filter: PointFilter,
  models: readonly CrashModel[],
  devices: readonly Device[],
  seed: string,
): PointPlan {
  const ends = new Set(territory.recorded.shape.spans.map(({ lastWrite }) => lastWrite));
  const places = placesOf(territory).filter(
    (place) => filter.lets(place) && (!filter.stepEnds || ends.has(place.write.number)),
  );
  const runs = runsOfLikeWrites(places);
  let chosen = filter.all
    ? places
    : runs.flatMap((run, index) => representatives(run, index, seed));
  if (filter.growing) chosen = chosen.filter((_, index) => Number.isInteger(Math.log2(index + 1)));
  if (filter.sampleCount !== undefined) {
    const drawn = openStream(seed, "sample of points").shuffle(chosen);
    chosen = inTurn(drawn, ({ step, region }) => `${step}\n${region.name}`).slice(
      0,
      filter.sampleCount,
    );
  }
  chosen = [...chosen].sort((a, b) => a.write.number - b.write.number);
  const losses = models.includes("power")
    ? powerPoints(new Epochs(territory.recorded.trace), chosen, devices, seed)
    : { points: [], leftOutCount: 0 };
  const stops = chosen.flatMap(({ write }) => pointsOf(write, models, seed));
  const interrupts = interruptPoints(models.includes("interrupt") ? chosen : [], filter.all);
  const { shape } = territory.recorded;
  const points = inOrder([...stops, ...losses.points, ...interrupts.points], shape);
  return {
    points,
    liveWrites: firstKills(points, shape),
    lossesLeftOut: losses.leftOutCount,
    interruptsLeftOut: interrupts.leftOutCount,
    placeCount: places.length,
    representedCount: places.length - chosen.length,
    rows: rowsOf(places, new Set(chosen)),
  };
}

/** Model after model; in each the points are spread over the steps, and over the devices. */
function inOrder(points: readonly PlannedPoint[], shape: TraceShape): readonly PlannedPoint[] {
  const classOf = (point: PlannedPoint): string =>
    `${point.kind === "power" ? point.device : ""}\n${stepAt(shape, point)}`;
  return crashModels.flatMap((model) =>
    spread(
      points.filter((point) => modelOf(point) === model),
      classOf,
    ),
  );
}

function firstKills(points: readonly PlannedPoint[], shape: TraceShape): number[] {
  const firsts = new Map<string, number>();
  for (const point of points.filter((each) => modelOf(each) === "kill")) {
    const step = stepAt(shape, point);
    if (!firsts.has(step)) firsts.set(step, point.writes);
  }
  return [...firsts.values()];
}

function runsOfLikeWrites(places: readonly Place[]): Place[][] {
  const runs: Place[][] = [];
  let last: Place | undefined;
  for (const place of places) {
    const like =
      last?.step === place.step &&
      last.region.name === place.region.name &&
      last.write.change === place.write.change;
    if (like) runs.at(-1)?.push(place);
    else runs.push([place]);
    last = place;
  }
  return runs;
}

function representatives(run: readonly Place[], index: number, seed: string): Place[] {
  const kind = run[0]?.region.kind;
  if (kind === "table" || kind === "metadata" || run.length <= drawnPerRun + 2) return [...run];
  const inner = openStream(seed, `run ${index} of like writes`).shuffle(run.slice(1, -1));
  return [...run.slice(0, 1), ...inner.slice(0, drawnPerRun), ...run.slice(-1)];
}

/** After the write, for kill; inside of it at sector borders and one seeded byte, for torn. */
function pointsOf(write: WriteEvent, models: readonly CrashModel[], seed: string): WritePoint[] {
  const points: WritePoint[] = [];
  const torn = models.includes("torn") && write.change === "data" && write.lengthBytes > 1;
  if (torn) {
    const { lengthBytes, number } = write;
    const sectors = Math.floor((lengthBytes - 1) / 512);
    const borders = sectors === 0 ? [] : [1, Math.ceil(sectors / 2), sectors].map((n) => n * 512);
    const byte = openStream(seed, `torn write ${number}`).integer(1, lengthBytes - 1);
    const places = [...new Set([...borders, byte])].sort((a, b) => a - b);
    points.push(...places.map((bytes) => ({ kind: "write" as const, writes: number - 1, bytes })));
  }
  if (models.includes("kill")) points.push({ kind: "write", writes: write.number, bytes: 0 });
  return points;
}

function rowsOf(places: readonly Place[], chosen: ReadonlySet<Place>): PointPlan["rows"] {
  const rows = new Map<string, { step: string; region: string; chosen: number; all: number }>();
  for (const place of places) {
    const { step, region } = place;
    const { name } = region;
    const key = `${step}\n${name}`;
    const row = rows.get(key) ?? { step, region: name, chosen: 0, all: 0 };
    rows.set(key, row);
    row.all += 1;
    if (chosen.has(place)) row.chosen += 1;
  }
  return [...rows.values()];
}
