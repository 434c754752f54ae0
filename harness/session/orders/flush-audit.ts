import { formatCut } from "../../model/cut-text.js";
import type { PowerLoss } from "../../model/power.js";
import { controlOf, type FlushTrial } from "../../explore/power/flush-trials.js";
import type { AuditedFlush, FlushOutcome } from "../../model/findings/flush-audit.js";
import type { CaseOrder } from "../../runner/case/case-order.js";
import type { Told } from "../cases/session-plan.js";

/** Drops each flush of a run, one at a time, and counts which of them some checker misses. */
export class FlushAudit {
  readonly #seed: string;
  #orders: readonly CaseOrder[] | undefined;
  readonly #outcomes = new Map<string, FlushOutcome>();
  #trials: readonly FlushTrial[] = [];

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** The trial with this index, or undefined when all were run. */
  orderAt(index: number, trials: readonly FlushTrial[]): CaseOrder | undefined {
    return this.#ordersOf(trials)[index];
  }

  /** How many trials there are. */
  trialCount(trials: readonly FlushTrial[]): number {
    return this.#ordersOf(trials).length;
  }

  #ordersOf(trials: readonly FlushTrial[]): readonly CaseOrder[] {
    this.#trials = trials;
    this.#orders ??= lossesIn(trials).map((loss, place) => ({
      kind: "explored",
      index: place,
      seed: this.#seed,
      cuts: [loss],
      trial: true,
    }));
    return this.#orders;
  }

  /** Notes how a trial ended. */
  done({ record }: Told): void {
    const point = record.cuts[0]?.point;
    const { verdict, findings } = record;
    if (point !== undefined) this.#outcomes.set(formatCut(point), { verdict, findings });
  }

  /** Each flush, with how its trials have ended. */
  flushes(): AuditedFlush[] {
    return this.#trials.map(({ losses, ...flush }) => ({
      ...flush,
      trials: losses.map((loss) => ({
        dropped: this.#outcomes.get(formatCut(loss)),
        control: this.#outcomes.get(formatCut(controlOf(loss))),
      })),
    }));
  }
}

/** Each loss, and before it what it is held against. */
function lossesIn(trials: readonly FlushTrial[]): PowerLoss[] {
  const all = trials.flatMap(({ losses }) => losses.flatMap((loss) => [controlOf(loss), loss]));
  return [...new Map(all.map((loss) => [formatCut(loss), loss])).values()];
}
