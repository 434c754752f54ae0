import type { Bench } from "../../media/bench.js";
import type { CrashModels } from "../../media/crash-models.js";
import type { HowKilled, RecordedRun } from "../../model/recorded-run.js";
import { isExplored, type CrashPoint, type ExploredPoint } from "../../model/trace.js";

/** What was recorded, and how kills are made of it. */
interface Recorded {
  readonly recorded: RecordedRun;
  readonly kills: HowKilled;
}

/**
 * For each crash point the place of the first one that leaves the same crash image: its own where
 * it is the first, and where no image of it is made. Makes each image once, and keeps none.
 */
export function firstsAlike(
  points: readonly CrashPoint[],
  { recorded, kills }: Recorded,
  crashes: Pick<CrashModels, "maker">,
  bench: Pick<Bench, "resetToBase" | "key">,
  seed: string,
): readonly number[] {
  bench.resetToBase();
  const maker = crashes.maker(recorded);
  const keyOf = (point: ExploredPoint): string => {
    maker.make(point, seed);
    return bench.key();
  };
  const keys = new Map(inTraceOrder(points, kills).map(([place, point]) => [place, keyOf(point)]));
  maker.close();
  const firsts = new Map<string, number>();
  return points.map((_, place) => {
    const key = keys.get(place);
    if (key === undefined) return place;
    const first = firsts.get(key) ?? place;
    firsts.set(key, first);
    return first;
  });
}

/** Those whose images are made, each with its place: from one to the next there is least to do. */
function inTraceOrder(points: readonly CrashPoint[], kills: HowKilled): [number, ExploredPoint][] {
  return points
    .flatMap((point, place): [number, ExploredPoint][] =>
      isExplored(point) && !(kills === "live" && point.kind === "write") ? [[place, point]] : [],
    )
    .sort(([, one], [, other]) => one.writes - other.writes);
}
