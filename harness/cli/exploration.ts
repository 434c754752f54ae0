import { growingKills } from "../explore/progress.js";
import { counted, wrap } from "../report/words.js";
import type { CaseOrder, ExploredPoint } from "../runner/case-order.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "../runner/messages.js";
import { FlushAudit } from "./flush-audit.js";
import type { SessionPlan } from "./session-plan.js";

/** What makes a session an exploration. */
export function explorationOf(
  request: ExploreRequest,
): Pick<SessionPlan, "explore" | "orderAt" | "follow" | "takes" | "closing"> {
  const orders = new ExploreOrders(request);
  return {
    explore: request,
    orderAt: (index, golden) => orders.at(index, golden),
    follow: (reply) => orders.follow(reply),
    takes: (reply) => orders.takes(reply),
    closing: () => orders.closing(),
  };
}

/**
 * The orders of an exploration: the plan, the kills at growing distances, nested crashes, and
 * the trials of a flush audit.
 */
class ExploreOrders {
  readonly #request: ExploreRequest;
  readonly #audit: FlushAudit | undefined;
  readonly #missingFlushes = new Set<string>();
  #notNested = 0;
  #nextIndex = 0;

  constructor(request: ExploreRequest) {
    this.#request = request;
    this.#audit = request.flushes ? new FlushAudit(request.seed) : undefined;
  }

  at(index: number, golden: GoldenSummary): CaseOrder | undefined {
    const trial = this.#audit?.orderAt(index, golden.flushes ?? []);
    return trial ?? this.#planned(index - (this.#audit?.trialCount ?? 0), golden);
  }

  #planned(place: number, { plan, writeCount }: GoldenSummary): CaseOrder | undefined {
    const { seed, depth, models } = this.#request;
    const points = plan?.points ?? [];
    const point = points[place];
    if (point !== undefined) return this.#explored([point]);
    const isNext = place === points.length;
    if (!isNext || depth < 2 || writeCount === 0 || !models.includes("kill")) return undefined;
    return { kind: "progress", index: this.#nextIndex++, seed, cuts: growingKills(writeCount) };
  }

  takes(reply: CaseReply): boolean {
    const { trial, smallest, record } = reply;
    const failedAfter = record.findings.some(({ kill }) => kill === 0);
    if (record.cuts.length < this.#request.depth && !trial && failedAfter) this.#notNested += 1;
    if (smallest?.needs.includes("a flush is missing") === true) {
      this.#missingFlushes.add(`${smallest.needs}: ${smallest.id}`);
    }
    if (trial) this.#audit?.done(reply);
    return trial;
  }

  /** The audit's table, and the places where a flush is missing. */
  closing(): string[] {
    const places = [...this.#missingFlushes].map((text) => wrap(text, "  "));
    return [
      ...(this.#audit?.lines() ?? []),
      ...(this.#notNested === 0
        ? []
        : [`resumes that failed are not crashed again: ${counted(this.#notNested, "case")}`]),
      ...(places.length === 0 ? [] : ["Places where a flush is missing:", ...places]),
    ];
  }

  follow({ nested }: CaseReply): CaseOrder[] {
    return nested.map((cuts) => this.#explored(cuts));
  }

  #explored(cuts: readonly ExploredPoint[]): CaseOrder {
    return { kind: "explored", index: this.#nextIndex++, seed: this.#request.seed, cuts };
  }
}
