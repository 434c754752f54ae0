import { drawKillCount, drawWantedSteps } from "../../explore/soak-orders.js";
import { openStream } from "../../model/prng.js";
import type { CaseOrder } from "../../runner/case/case-order.js";

/** So many seeds are drawn for each target; each has one case. */
export const seedCount = 10;
const kills = { least: 1, most: 4 };

/** Seeded kills at one known-bad target, as a soak runs them: how many of ten see its mistake. */
export class KillsByChance {
  readonly #seeds: readonly string[];
  readonly #steps: readonly string[];
  #doneCount = 0;
  #seenCount = 0;

  /** The seeds are drawn from `seed` and the name of the target alone. */
  constructor(seed: string, name: string, steps: readonly string[]) {
    const stream = openStream(seed, `kills by chance at ${name}`);
    this.#seeds = Array.from({ length: seedCount }, () => stream.bytes(4).toString("hex"));
    this.#steps = steps;
  }

  /** The next case; undefined when all seeds have had theirs. */
  order(): CaseOrder | undefined {
    const index = this.#doneCount;
    const seed = this.#seeds[index];
    if (seed === undefined) return undefined;
    const killCount = drawKillCount(seed, index, kills);
    const wanted = drawWantedSteps(seed, index, killCount, this.#steps, undefined);
    return { kind: "steps", index, seed, wanted, asFound: true };
  }

  /** Hears whether the case of the last order has shown the mistake. */
  saw(isSeen: boolean): void {
    this.#doneCount += 1;
    if (isSeen) this.#seenCount += 1;
  }

  /** Of the seeds that have had their case, those that have seen it. */
  count(): { readonly seen: number; readonly of: number } {
    return { seen: this.#seenCount, of: this.#doneCount };
  }
}
