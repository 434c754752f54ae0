import { counted, wrap } from "../report/words.js";
import type { CaseOrder } from "../runner/case/case-order.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "../runner/workers/messages.js";
import { FlushAudit } from "./flush-audit.js";
import { PlannedOrders } from "./planned-orders.js";
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

/** The orders of an exploration: the trials of a flush audit, and what is planned. */
class ExploreOrders {
  readonly #request: ExploreRequest;
  readonly #audit: FlushAudit | undefined;
  readonly #missingFlushes = new Set<string>();
  readonly #planned: PlannedOrders;
  #notNested = 0;

  constructor(request: ExploreRequest) {
    this.#request = request;
    this.#planned = new PlannedOrders(request);
    this.#audit = request.flushes ? new FlushAudit(request.seed) : undefined;
  }

  at(index: number, golden: GoldenSummary): CaseOrder | undefined {
    const trial = this.#audit?.orderAt(index, golden.flushes ?? []);
    return trial ?? this.#planned.at(index - (this.#audit?.trialCount ?? 0), golden);
  }

  takes(reply: CaseReply): boolean {
    const { trial, smallest, record } = reply;
    const failedAfter = record.findings.some(({ kill }) => kill === 0);
    if (record.cuts.length < this.#request.depth && !trial && failedAfter) this.#notNested += 1;
    if (smallest?.missesFlush === true) {
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

  follow(reply: CaseReply): CaseOrder[] {
    return this.#planned.follow(reply);
  }
}
