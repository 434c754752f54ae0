import { growingKills } from "../../explore/progress.js";
import type { HowKilled } from "../../model/recorded-run.js";
import { isExplored, type CrashPoint } from "../../model/trace.js";
import { crashOrderOf, type CaseOrder } from "../../runner/case/case-order.js";
import type { ExploreRequest, GoldenSummary } from "../../runner/workers/messages.js";
import type { Told } from "../cases/session-plan.js";
import { placesOf, type PlannedPlace } from "./planned-places.js";

/** A live case that can also be made. */
type Lived = Pick<PlannedPlace, "isAlike"> & { readonly cuts: readonly CrashPoint[] };

/**
 * The orders of an exploration, one after the other: the planned crash points, kills at growing
 * distances, and what they lead to. The first kill of each step is run live: what a killed target
 * leaves running is seen by no image that is made without it. Where that run ends before it comes
 * so far, the recorded one has to do. Of a target that keeps state outside of the medium no kill
 * can be made without it: each is run live, and their resumes are not crashed.
 *
 * A planned case has the index of its place. What a case leads to has that of the planned case
 * that began it, plus the number of places once, twice, and so on: one worker runs these, one after
 * the other. So an index is the same wherever, and with how many workers, a case is run.
 */
export class PlannedOrders {
  readonly #request: ExploreRequest;
  readonly #live = new Map<number, Lived>();
  /** Indexes of cases whose resumes would be crashed, had they been made. */
  readonly #onlyLive = new Set<number>();
  /** How many cases each planned one has led to, by its place. */
  readonly #followed = new Map<number, number>();
  /** What has been learnt with the golden runs. */
  #kills: HowKilled = "made";
  #places: readonly PlannedPlace[] | undefined;

  constructor(request: ExploreRequest) {
    this.#request = request;
  }

  /** The order at a place of the plan, from 0, undefined behind its end. Called once each. */
  at(place: number, golden: GoldenSummary): CaseOrder | undefined {
    const { seed } = this.#request;
    this.#kills = golden.kills;
    const planned = this.places(golden)[place];
    if (planned === undefined) return undefined;
    const { point, isFirstOfStep, isAlike } = planned;
    if (point === undefined) {
      return { kind: "progress", index: place, seed, cuts: growingKills(golden.writeCount) };
    }
    if (!isFirstOfStep) return { ...this.#best(place, [point]), ...isAlike };
    this.#live.set(place, { cuts: [point], isAlike });
    return { kind: "cuts", index: place, seed, cuts: [point], elseMade: true };
  }

  /** How many orders there are before any case leads to more; undefined where none are planned. */
  count(golden: GoldenSummary): number | undefined {
    return golden.planned.kind === "none" ? undefined : this.places(golden).length;
  }

  /** What stands at each place of the plan. */
  places(golden: GoldenSummary): readonly PlannedPlace[] {
    this.#places ??= placesOf(golden, this.#request);
    return this.#places;
  }

  /** What a case has led to: crashes in its resume. A live one's are made from its image again. */
  follow({ record: { index }, nested }: Told): CaseOrder[] {
    const lived = this.#request.depth > 1 ? this.#live.get(index) : undefined;
    const again = lived === undefined ? [] : [this.#follower(index, lived.cuts, lived.isAlike)];
    return [...again, ...nested.map((cuts) => this.#follower(index, cuts, {}))];
  }

  /** True for a kill that is run live alone, so that no trace has its resume to be crashed. */
  isLastFor({ record }: Told): boolean {
    return this.#onlyLive.has(record.index);
  }

  #follower(
    parentIndex: number,
    cuts: readonly CrashPoint[],
    isAlike: PlannedPlace["isAlike"],
  ): CaseOrder {
    const placeCount = this.#places?.length ?? 1;
    const place = parentIndex % placeCount;
    const count = (this.#followed.get(place) ?? 0) + 1;
    this.#followed.set(place, count);
    return { ...this.#best(place + count * placeCount, cuts), ...isAlike };
  }

  /** The order of these crashes, made without the target wherever that can be. */
  #best(index: number, cuts: readonly CrashPoint[]): CaseOrder {
    const { seed, depth } = this.#request;
    const order = crashOrderOf(cuts, this.#kills);
    const couldBeMade = order.kind === "cuts" && cuts.every(isExplored);
    if (couldBeMade && cuts.length < depth) this.#onlyLive.add(index);
    return { index, seed, ...order };
  }
}
