import { planPoints, type PointPlan } from "../../explore/points.js";
import type { PlacedChange } from "../../explore/placed-change.js";
import type { FlushTrial } from "../../explore/power/flush-trials.js";
import type { CacheContext } from "../../explore/shrink/lost-pieces.js";
import type { ByteRange } from "../../model/byte-range.js";
import { UsageError } from "../../model/errors.js";
import type { FileSystem } from "../../model/tree/file-system.js";
import type { Place } from "../../model/place.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import type { ChangeEvent, ExploredPoint } from "../../model/trace.js";
import { maxDelayWindows } from "../../shim/memory.js";
import type { TraceHandle } from "../../shim/tree/tree-face.js";
import type { CrashModels, ImageMaker, MadeImage, WantedPoints } from "../crash-models.js";
import { pointOrders } from "./point-orders.js";
import type { TreeBench } from "./tree-bench.js";
import { BaseSizes } from "./base-sizes.js";
import { TreePower } from "./tree-power.js";
import { placedChanges, TreePlaces, treeTerritory } from "./tree-territory.js";
import { treeChange, TreeRun } from "./tree-run.js";

/** Kills, torn writes and power losses of a tree. */
export class TreeCrashes implements CrashModels {
  readonly #bench: TreeBench;
  readonly #recorded: TreeRun;
  readonly #places: TreePlaces;
  readonly #fileSystems: readonly FileSystem[];
  readonly #sizes: BaseSizes;
  readonly #power: TreePower;

  constructor(bench: TreeBench, recorded: TreeRun, fileSystems: readonly FileSystem[]) {
    this.#bench = bench;
    this.#recorded = recorded;
    this.#places = new TreePlaces(recorded);
    this.#fileSystems = fileSystems;
    this.#sizes = new BaseSizes(bench);
    this.#power = new TreePower(recorded, fileSystems, (ino) => this.#sizes.of(ino));
  }

  placeOf(change: ChangeEvent): Place {
    return this.#places.placeOf(treeChange(change));
  }

  chart() {
    return undefined;
  }

  plan(wanted: WantedPoints): PointPlan {
    return this.#plan(this.#recorded, this.#power, wanted);
  }

  planResume(run: RecordedRun, wanted: WantedPoints): PointPlan {
    const resume = TreeRun.from(run);
    return this.#plan(resume, this.#powerOf(resume), wanted);
  }

  #plan(
    run: TreeRun,
    power: TreePower,
    { filter, models, devices, seed, interrupts }: WantedPoints,
  ): PointPlan {
    const lossesOf = (chosen: readonly PlacedChange[]) => power.losses(chosen, devices, seed);
    const territory = treeTerritory(run, lossesOf, seed);
    return planPoints(territory, filter, models, seed, interrupts?.signals);
  }

  maker(run: RecordedRun): ImageMaker {
    const made = TreeRun.from(run);
    return new TreeMaker(this.#bench, made, this.#powerOf(made));
  }

  /** Power losses of a run that starts from what is on the bench now. */
  #powerOf(run: TreeRun): TreePower {
    if (run === this.#recorded) return this.#power;
    const sizes = this.#sizes.now();
    return new TreePower(run, this.#fileSystems, sizes);
  }

  tornAt(): readonly ByteRange[] {
    return [];
  }

  flushTrials(seed: string): readonly FlushTrial[] {
    return this.#power.flushTrials(placedChanges(this.#recorded, this.#places), seed);
  }

  shrinkContext(seed: string): CacheContext {
    return this.#power.shrinkContext(seed);
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
  readonly #power: TreePower;
  readonly #trace: TraceHandle;

  constructor(bench: TreeBench, run: TreeRun, power: TreePower) {
    this.#bench = bench;
    this.#run = run;
    this.#power = power;
    this.#trace = bench.shim.useTrace(run.traceBytes);
  }

  make(point: ExploredPoint, seed: string): MadeImage {
    const { orders, lastTouched } = pointOrders(this.#run, point, this.#power, seed);
    this.#bench.moved();
    this.#bench.shim.make(this.#trace, orders);
    return { torn: [], lastTouched };
  }

  close(): void {
    this.#trace.forget();
  }
}
