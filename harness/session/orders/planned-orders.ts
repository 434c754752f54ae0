import { pointsOf } from "../../runner/workers/planned-points.js";
import { growingKills } from "../../explore/progress.js";
import type { HowKilled } from "../../model/recorded-run.js";
import { isExplored, type CrashPoint } from "../../model/trace.js";
import { crashOrderOf, type CaseOrder } from "../../runner/case/case-order.js";
import type { ExploreRequest, GoldenSummary } from "../../runner/workers/messages.js";
import type { Told } from "../cases/session-plan.js";

/**
 * The orders of an exploration, one after the other: the planned crash points, kills at growing
 * distances, and what they lead to. The index of a planned one is its place, whatever was run
 * before; those that cases lead to are counted on behind the plan, in the order in which the cases
 * are told of. The first kill of each step is run live: what a killed target
 * leaves running is seen by no image that is made without it. Where that run ends before it comes
 * so far, the recorded one has to do. Of a target that keeps state outside of the medium no kill
 * can be made without it: each is run live, and their resumes are not crashed.
 */
export class PlannedOrders {
  readonly #request: ExploreRequest;
  /** Live cases that can also be made, by their index. */
  readonly #live = new Map<number, readonly CrashPoint[]>();
  /** Indexes of cases whose resumes would be crashed, had they been made. */
  readonly #onlyLive = new Set<number>();
  /** What has been learnt with the golden runs. */
  #kills: HowKilled = "made";
  /** The index of the next case that another one leads to. */
  #nextIndex = 0;

  constructor(request: ExploreRequest) {
    this.#request = request;
  }

  /** The order at a place of the plan, from 0, undefined behind its end. Called once each. */
  at(place: number, golden: GoldenSummary): CaseOrder | undefined {
    const { planned, writeCount, kills } = golden;
    const { seed } = this.#request;
    this.#kills = kills;
    this.#nextIndex ||= this.count(golden) ?? 0;
    const asksForProgress = this.#asksForProgress(writeCount);
    if (asksForProgress && place === 0) {
      return { kind: "progress", index: place, seed, cuts: growingKills(writeCount) };
    }
    const point = pointsOf(planned)[asksForProgress ? place - 1 : place];
    if (point === undefined) return undefined;
    const liveWrites = planned.kind === "changes" ? planned.plan.liveWrites : [];
    if (point.kind !== "write") return this.#best(place, [point]);
    const isFirst = point.bytes === 0 && liveWrites.includes(point.writes);
    const isLived = isFirst && kills !== "live";
    return isLived ? this.#lived(place, [point]) : this.#best(place, [point]);
  }

  /** How many orders there are before any case leads to more; undefined where none are planned. */
  count({ planned, writeCount }: GoldenSummary): number | undefined {
    if (planned.kind === "none") return undefined;
    return pointsOf(planned).length + (this.#asksForProgress(writeCount) ? 1 : 0);
  }

  /** What a case has led to: crashes in its resume. A live one's are made from its image again. */
  follow({ record, nested }: Told): CaseOrder[] {
    const lived = this.#request.depth > 1 ? this.#live.get(record.index) : undefined;
    return [...(lived === undefined ? [] : [lived]), ...nested].map((cuts) =>
      this.#best(this.#nextIndex++, cuts),
    );
  }

  /** True for a kill that is run live alone, so that no trace has its resume to be crashed. */
  isLastFor({ record }: Told): boolean {
    return this.#onlyLive.has(record.index);
  }

  /** One case that tells much, and takes long where the points are many: so it comes first. */
  #asksForProgress(writeCount: number): boolean {
    const { depth, models } = this.#request;
    return depth > 1 && writeCount > 0 && models.includes("kill");
  }

  /** The order of these crashes, made without the target wherever that can be. */
  #best(index: number, cuts: readonly CrashPoint[]): CaseOrder {
    const { seed, depth } = this.#request;
    const order = crashOrderOf(cuts, this.#kills);
    const couldBeMade = order.kind === "cuts" && cuts.every(isExplored);
    if (couldBeMade && cuts.length < depth) this.#onlyLive.add(index);
    return { index, seed, ...order };
  }

  #lived(index: number, cuts: readonly CrashPoint[]): CaseOrder {
    this.#live.set(index, cuts);
    return { kind: "cuts", index, seed: this.#request.seed, cuts, elseMade: true };
  }
}
