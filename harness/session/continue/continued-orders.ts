import { isDeepStrictEqual } from "node:util";
import { formatCut } from "../../model/cut-text.js";
import { CannotJudge } from "../../model/errors.js";
import type { CaseOrder } from "../../runner/case/case-order.js";
import type { ExploreRequest, GoldenSummary } from "../../runner/workers/messages.js";
import type { CaseRecord } from "../../store/records.js";
import type { OrderSource, Told } from "../cases/session-plan.js";
import type { ExploreNotes } from "../run/run-events.js";
import { toldBy } from "./sequel-of.js";

/** What is left of a run's orders. */
interface Rest {
  /** Planned before the last one that was run, and not run. */
  readonly gaps: CaseOrder[];
  /** Places of the plan from here on were not looked at. */
  nextPlace: number;
  /** What the stored cases have led to, as far as it was not run. */
  readonly leads: CaseOrder[];
}

/**
 * The orders of a run that had stopped, without the cases that are stored. These are told to the
 * orders again, in the order in which they were: so all that they count, and the indexes of what
 * they lead to, are as if the run had not stopped. A trial is not stored, and is run again.
 */
export class ContinuedOrders implements OrderSource {
  readonly explore?: ExploreRequest;
  readonly #orders: OrderSource;
  readonly #stored: ReadonlyMap<number, CaseRecord>;
  #rest: Rest | undefined;
  #leadCount = 0;

  constructor(orders: OrderSource, records: readonly CaseRecord[]) {
    this.#orders = orders;
    if (orders.explore !== undefined) this.explore = orders.explore;
    this.#stored = new Map(records.map((record) => [record.index, record]));
  }

  /** Places count what is left. Throws CannotJudge where the plan is not the one of the cases. */
  orderAt(_place: number, golden: GoldenSummary): CaseOrder | undefined {
    const rest = this.#restBy(golden);
    const gap = rest.gaps.shift();
    if (gap !== undefined) return gap;
    const next = this.#orders.orderAt(rest.nextPlace, golden);
    if (next === undefined) return rest.leads.shift();
    rest.nextPlace += 1;
    return next;
  }

  plannedCount(golden: GoldenSummary): number | undefined {
    this.#restBy(golden);
    const count = this.#orders.plannedCount(golden);
    return count === undefined ? undefined : count + this.#leadCount;
  }

  follow(told: Told): readonly CaseOrder[] {
    return this.#orders.follow(told);
  }

  takes(told: Told): boolean {
    return this.#orders.takes(told);
  }

  notes(): ExploreNotes {
    return this.#orders.notes();
  }

  #restBy(golden: GoldenSummary): Rest {
    if (this.#rest !== undefined) return this.#rest;
    const wanted = new Set(this.#stored.keys());
    const gaps: CaseOrder[] = [];
    let nextPlace = 0;
    while (wanted.size > 0) {
      const order = this.#orders.orderAt(nextPlace, golden);
      // The others are what cases have led to.
      if (order === undefined) break;
      nextPlace += 1;
      if (order.trial === true || !wanted.delete(order.index)) gaps.push(order);
      else this.#requireSame(order);
    }
    this.#rest = { gaps, nextPlace, leads: this.#leads(wanted) };
    return this.#rest;
  }

  /** Tells the stored cases again. Returns what they lead to and was not run; `wanted` was. */
  #leads(wanted: Set<number>): CaseOrder[] {
    const all = [...this.#stored.values()].flatMap((record) => {
      const told = toldBy(record);
      this.#orders.takes(told);
      return this.#orders.follow(told);
    });
    this.#leadCount = all.length;
    for (const order of all) if (wanted.delete(order.index)) this.#requireSame(order);
    if (wanted.size === 0) return all.filter(({ index }) => !this.#stored.has(index));
    throw anotherPlan(`it has no place for case ${[...wanted].join(", ")}`);
  }

  /** A case that was made from a trace is where it was ordered to be, as far as it came. */
  #requireSame(order: CaseOrder): void {
    const record = this.#stored.get(order.index);
    if (record === undefined || order.kind !== "explored") return;
    const then = record.cuts.map(({ point }) => formatCut(point));
    const now = order.cuts.slice(0, then.length).map(formatCut);
    if (isDeepStrictEqual(now, then)) return;
    throw anotherPlan(`case ${order.index} was ${then.join("-")}, and would be ${now.join("-")}`);
  }
}

function anotherPlan(how: string): CannotJudge {
  return new CannotJudge(
    "this run can't be continued: its uninterrupted runs of now have led to another plan; " +
      `${how}. No case was added to it; begin a new run`,
  );
}
