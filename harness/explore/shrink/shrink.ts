import { earlierCut } from "./earlier-cuts.js";
import { fewerLosses } from "./fewer-losses.js";
import { Search, type Cuts, type SearchLimits, type ShrinkContext } from "./search.js";
import { fewerCuts, simplerDevice, simplerModel } from "./simpler-cuts.js";

/** The smallest case that was found. */
export interface Shrunk {
  readonly cuts: Cuts;
  /** Cases that were run. */
  readonly tries: number;
  /** False where a limit ended the search: there may be a smaller one. */
  readonly complete: boolean;
}

/**
 * Reduces a failing case: fewer cuts, simpler models, fewer lost or reordered writes, simpler
 * devices, earlier cuts, over and over until nothing gets simpler. `fails` runs a case and says
 * whether it still shows the same finding; a case that can't be run does not. `start`
 * must be known to fail. Each case is run once at most, and one that throws ends the search.
 */
export async function shrink(
  start: Cuts,
  context: ShrinkContext,
  fails: (cuts: Cuts) => Promise<boolean>,
  limits: SearchLimits,
): Promise<Shrunk> {
  const search = new Search(start, context, fails, limits);
  let before: Cuts;
  do {
    before = search.best;
    await fewerCuts(search);
    for (const reduce of [simplerModel, fewerLosses, simplerDevice, earlierCut]) {
      for (const index of search.best.keys()) await reduce(search, index);
    }
  } while (search.best !== before);
  return { cuts: search.best, tries: search.tries, complete: search.complete };
}
