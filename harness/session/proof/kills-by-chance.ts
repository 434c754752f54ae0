import { drawKillCount, drawWantedSteps } from "../../explore/soak-orders.js";
import { openStream } from "../../model/prng.js";
import type { CaseOrder } from "../../runner/case/case-order.js";

/** So many seeds are drawn for each target, and so many cases run for each of them at most. */
export const chanceLimits = { seeds: 10, casesPerSeed: 3 } as const;
const kills = { least: 1, most: 4 };

/**
 * Seeded kills at one known-bad target, as a soak runs them: how many of ten seeds see its mistake.
 * A seed is over when it has seen it, or when its cases are used up.
 */
export class KillsByChance {
  readonly #seeds: readonly string[];
  readonly #steps: readonly string[];
  #place = 0;
  #caseIndex = 0;
  #seenCount = 0;

  /** The seeds are drawn from `seed` and the name of the target alone. */
  constructor(seed: string, name: string, steps: readonly string[]) {
    const stream = openStream(seed, `kills by chance at ${name}`);
    this.#seeds = Array.from({ length: chanceLimits.seeds }, () => stream.bytes(4).toString("hex"));
    this.#steps = steps;
  }

  /** The next case; undefined when all seeds are over. */
  order(): CaseOrder | undefined {
    const seed = this.#seeds[this.#place];
    if (seed === undefined) return undefined;
    const index = this.#place * chanceLimits.casesPerSeed + this.#caseIndex;
    const killCount = drawKillCount(seed, index, kills);
    const wanted = drawWantedSteps(seed, index, killCount, this.#steps, undefined);
    return { kind: "steps", index, seed, wanted };
  }

  /** Hears whether the case of the last order has shown the mistake. */
  saw(isSeen: boolean): void {
    if (isSeen) this.#seenCount += 1;
    this.#caseIndex += 1;
    if (!isSeen && this.#caseIndex < chanceLimits.casesPerSeed) return;
    this.#place += 1;
    this.#caseIndex = 0;
  }

  /** Of the seeds that are over, those that have seen it. */
  count(): { readonly seen: number; readonly of: number } {
    return { seen: this.#seenCount, of: this.#place };
  }
}
