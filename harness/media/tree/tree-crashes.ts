import { planPoints, type PointPlan } from "../../explore/points.js";
import type { FlushTrial } from "../../explore/power/flush-trials.js";
import type { CacheContext } from "../../explore/shrink/lost-pieces.js";
import type { ByteRange } from "../../model/byte-range.js";
import { UsageError } from "../../model/errors.js";
import type { Place } from "../../model/place.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import type { ChangeEvent, ExploredPoint } from "../../model/trace.js";
import { maxDelayWindows } from "../../shim/memory.js";
import type { TraceHandle } from "../../shim/tree/tree-face.js";
import type { CrashModels, ImageMaker, MadeImage, WantedPoints } from "../crash-models.js";
import { noPower, pointOrders } from "./point-orders.js";
import type { TreeBench } from "./tree-bench.js";
import { TreePlaces, treeTerritory } from "./tree-territory.js";
import { treeChange, TreeRun } from "./tree-run.js";

/** Kills and torn writes of a tree. */
export class TreeCrashes implements CrashModels {
  readonly #bench: TreeBench;
  readonly #recorded: TreeRun;
  readonly #places: TreePlaces;

  constructor(bench: TreeBench, recorded: TreeRun) {
    this.#bench = bench;
    this.#recorded = recorded;
    this.#places = new TreePlaces(recorded);
  }

  placeOf(change: ChangeEvent): Place {
    return this.#places.placeOf(treeChange(change));
  }

  chart() {
    return undefined;
  }

  plan(wanted: WantedPoints): PointPlan {
    return this.planResume(this.#recorded, wanted);
  }

  planResume(run: RecordedRun, wanted: WantedPoints): PointPlan {
    const { filter, models, seed, interrupts } = wanted;
    if (models.includes("power")) throw noPower();
    const lossesOf = () => ({ points: [], leftOutCount: 0 });
    const territory = treeTerritory(TreeRun.from(run), lossesOf, seed);
    return planPoints(territory, filter, models, seed, interrupts?.signals);
  }

  maker(run: RecordedRun): ImageMaker {
    return new TreeMaker(this.#bench, TreeRun.from(run));
  }

  tornAt(): readonly ByteRange[] {
    return [];
  }

  flushTrials(): readonly FlushTrial[] {
    return [];
  }

  shrinkContext(): CacheContext {
    return { devices: [], cachedAt: () => [], lostPieces: () => [] };
  }

  slowed(word: string): { readonly ranges: readonly ByteRange[]; readonly changeCount: number } {
    const named = this.#recorded.changes.filter((each) => this.placeOf(each).name.includes(word));
    const ranges = rangesOf(named.map(({ number }) => number));
    if (ranges.length === 0) {
      throw new UsageError(`--delay-region: no change of the tree has "${word}" in its words`);
    }
    if (ranges.length > maxDelayWindows) {
      throw new UsageError(
        `--delay-region: "${word}" names changes in ${ranges.length} places of the run, ` +
          `at most ${maxDelayWindows}; name a path too`,
      );
    }
    return { ranges, changeCount: named.length };
  }
}

/** Of a tree, the changes that are slowed down go by their numbers. */
function rangesOf(numbers: readonly number[]): ByteRange[] {
  const ranges: { readonly startBytes: number; endBytes: number }[] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last?.endBytes === number) last.endBytes += 1;
    else ranges.push({ startBytes: number, endBytes: number + 1 });
  }
  return ranges;
}

/** Makes the trees of crash points from one recorded run. */
class TreeMaker implements ImageMaker {
  readonly #bench: TreeBench;
  readonly #run: TreeRun;
  readonly #trace: TraceHandle;

  constructor(bench: TreeBench, run: TreeRun) {
    this.#bench = bench;
    this.#run = run;
    this.#trace = bench.shim.useTrace(run.traceBytes);
  }

  make(point: ExploredPoint): MadeImage {
    const { orders, lastTouched } = pointOrders(this.#run, point);
    this.#bench.moved();
    this.#bench.shim.make(this.#trace, orders);
    return { torn: [], lastTouched };
  }

  close(): void {
    this.#trace.forget();
  }
}
