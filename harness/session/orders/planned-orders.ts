import { pointsOf } from "../../runner/workers/planned-points.js";
import { growingKills } from "../../explore/progress.js";
import type { CrashPoint } from "../../model/trace.js";
import { crashOrderOf, type CaseOrder } from "../../runner/case/case-order.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "../../runner/workers/messages.js";

/**
 * The orders of an exploration, one after the other: the planned crash points, kills at growing
 * distances, and what they lead to. The first kill of each step is run live: what a killed target
 * leaves running is seen by no image that is made without it. Where that run ends before it comes
 * so far, the recorded one has to do.
 */
export class PlannedOrders {
  readonly #request: ExploreRequest;
  /** Live cases by their index. */
  readonly #live = new Map<number, readonly CrashPoint[]>();
  #nextIndex = 0;

  constructor(request: ExploreRequest) {
    this.#request = request;
  }

  /** The order at a place of the plan, from 0, undefined behind its end. Called once each. */
  at(place: number, { planned, writeCount, kills }: GoldenSummary): CaseOrder | undefined {
    const { seed } = this.#request;
    const asksForProgress = this.#asksForProgress(writeCount);
    if (asksForProgress && place === 0) {
      return { kind: "progress", index: this.#nextIndex++, seed, cuts: growingKills(writeCount) };
    }
    const point = pointsOf(planned)[asksForProgress ? place - 1 : place];
    if (point === undefined) return undefined;
    const liveWrites = planned.kind === "changes" ? planned.plan.liveWrites : [];
    if (point.kind !== "write") return this.#made([point]);
    const isFirst = point.bytes === 0 && liveWrites.includes(point.writes);
    return isFirst || kills === "live" ? this.#lived([point]) : this.#made([point]);
  }

  /** How many orders there are before any case leads to more; undefined where none are planned. */
  count({ planned, writeCount }: GoldenSummary): number | undefined {
    if (planned.kind === "none") return undefined;
    return pointsOf(planned).length + (this.#asksForProgress(writeCount) ? 1 : 0);
  }

  /** What a case has led to: crashes in its resume. A live one's are made from its image again. */
  follow({ record, nested }: CaseReply): CaseOrder[] {
    const lived = this.#request.depth > 1 ? this.#live.get(record.index) : undefined;
    return [...(lived === undefined ? [] : [lived]), ...nested].map((cuts) => this.#made(cuts));
  }

  /** One case that tells much, and takes long where the points are many: so it comes first. */
  #asksForProgress(writeCount: number): boolean {
    const { depth, models } = this.#request;
    return depth > 1 && writeCount > 0 && models.includes("kill");
  }

  /** The order of these crashes, made without the target wherever that can be. */
  #made(cuts: readonly CrashPoint[]): CaseOrder {
    return { index: this.#nextIndex++, seed: this.#request.seed, ...crashOrderOf(cuts) };
  }

  #lived(cuts: readonly CrashPoint[]): CaseOrder {
    const index = this.#nextIndex++;
    this.#live.set(index, cuts);
    return { kind: "cuts", index, seed: this.#request.seed, cuts, elseMade: true };
  }
}
