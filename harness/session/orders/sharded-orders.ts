import type { CaseOrder } from "../../runner/case/case-order.js";
import type { ExploreRequest, GoldenSummary } from "../../runner/workers/messages.js";
import type { OrderSource, Told } from "../cases/session-plan.js";
import type { ExploreNotes } from "../run/run-events.js";
import type { Division } from "./division.js";

/**
 * The orders of one shard of a run. Each is the same as in the whole run, its index too; what a
 * case leads to is run by the shard that has run it.
 */
export class ShardedOrders implements OrderSource {
  readonly explore?: ExploreRequest;
  readonly #whole: OrderSource;
  readonly #division: Division;
  #isFollowed = true;

  constructor(whole: OrderSource, division: Division) {
    if (whole.explore !== undefined) this.explore = whole.explore;
    this.#whole = whole;
    this.#division = division;
  }

  orderAt(index: number, golden: GoldenSummary): CaseOrder | undefined {
    this.#isFollowed = this.#division.isFollowed(golden);
    const place = this.#division.placeAt(index, golden);
    return place === undefined ? undefined : this.#whole.orderAt(place, golden);
  }

  plannedCount(golden: GoldenSummary): number | undefined {
    return this.#division.count(golden);
  }

  follow(reply: Told): readonly CaseOrder[] {
    return this.#isFollowed ? this.#whole.follow(reply) : [];
  }

  takes(reply: Told): boolean {
    return this.#whole.takes(reply);
  }

  notes(): ExploreNotes {
    return this.#whole.notes();
  }
}
