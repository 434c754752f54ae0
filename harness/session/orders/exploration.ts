import { formatCut } from "../../model/cut-text.js";
import type { CaseOrder } from "../../runner/case/case-order.js";
import type { ExploreRequest, GoldenSummary } from "../../runner/workers/messages.js";
import type { ExploreNotes } from "../run/run-events.js";
import type { OrderSource, Told } from "../cases/session-plan.js";
import { FlushAudit } from "./flush-audit.js";
import { PlannedOrders } from "./planned-orders.js";
import type { SharedPlace } from "./shared-places.js";

/** The orders of an exploration: the trials of a flush audit, and what is planned. */
export class ExploreOrders implements OrderSource {
  readonly explore: ExploreRequest;
  readonly #audit: FlushAudit | undefined;
  /** By their text: the same place is often found more than once. */
  readonly #missingFlushes = new Map<string, ExploreNotes["missingFlushes"][number]>();
  readonly #planned: PlannedOrders;
  #notNestedCount = 0;
  readonly #notNested: string[] = [];
  #liveNotNestedCount = 0;
  #secondsLeftOut = 0;

  constructor(request: ExploreRequest) {
    this.explore = request;
    this.#planned = new PlannedOrders(request);
    this.#audit = request.flushes ? new FlushAudit(request.seed) : undefined;
  }

  orderAt(place: number, golden: GoldenSummary): CaseOrder | undefined {
    const trial = this.#audit?.orderAt(place, trialsIn(golden));
    return trial ?? this.#planned.at(place - this.#trialCount(golden), golden);
  }

  plannedCount(golden: GoldenSummary): number | undefined {
    return this.#planned.count(golden);
  }

  /** What is run before any case leads to more. */
  places(golden: GoldenSummary): readonly SharedPlace[] {
    const trialCount = this.#trialCount(golden);
    const trials = Array.from({ length: trialCount }, (_, place) => ({
      ...{ first: place, text: "", isTrial: true },
    }));
    const planned = this.#planned.places(golden).map(({ point, first }) => ({
      first: trialCount + first,
      text: point === undefined ? "" : formatCut(point),
      isTrial: false,
    }));
    return [...trials, ...planned];
  }

  #trialCount(golden: GoldenSummary): number {
    return this.#audit?.trialCount(trialsIn(golden)) ?? 0;
  }

  follow(reply: Told): CaseOrder[] {
    return this.#planned.follow(reply);
  }

  takes(reply: Told): boolean {
    const { trial, smallest, record, notNested, secondsLeftOut } = reply;
    if (notNested !== undefined) this.#notNested.push(`${record.id}: ${notNested}`);
    this.#secondsLeftOut += secondsLeftOut;
    const failedAfter = record.findings.some(({ kill }) => kill === 0);
    if (record.cuts.length < this.explore.depth && !trial && failedAfter) this.#notNestedCount += 1;
    else if (record.verdict !== "undecided" && this.#planned.isLastFor(reply)) {
      this.#liveNotNestedCount += 1;
    }
    if (smallest?.missesFlush === true) {
      const { id, needs } = smallest;
      this.#missingFlushes.set(`${needs}: ${id}`, { id, needs });
    }
    if (trial) this.#audit?.done(reply);
    return trial;
  }

  notes(): ExploreNotes {
    return {
      ...(this.#audit === undefined ? {} : { audit: this.#audit.flushes() }),
      missingFlushes: [...this.#missingFlushes.values()],
      notNestedCount: this.#notNestedCount,
      liveNotNestedCount: this.#liveNotNestedCount,
      notNested: this.#notNested,
      secondsLeftOut: this.#secondsLeftOut,
    };
  }
}

function trialsIn({ planned }: GoldenSummary) {
  return planned.kind === "changes" ? planned.flushes : [];
}
