import type { Scenario } from "../../catalogue/scenario.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import type { GoldenSeen, MediumGolden, RunEnds, StoredEnds } from "../medium.js";
import type { TreeBench } from "./tree-bench.js";
import { treeGolden } from "./tree-golden.js";
import { TreeWatch } from "./tree-watch.js";

/** What uninterrupted runs leave of a tree, as it is stored: each over the base. */
export class TreeEnds implements RunEnds {
  readonly #bench: TreeBench;

  constructor(bench: TreeBench) {
    this.#bench = bench;
  }

  store(golden: MediumGolden): StoredEnds {
    return treeGolden(golden).ends;
  }

  async judge(
    scenario: Scenario,
    { runs, rerun }: StoredEnds,
    recorded: RecordedRun,
  ): Promise<GoldenSeen> {
    const watch = new TreeWatch(this.#bench, scenario);
    for (const bytes of runs) {
      this.#bench.loadState(bytes);
      await watch.observe(recorded);
    }
    if (rerun !== undefined) {
      this.#bench.loadState(rerun.bytes);
      const problem = rerun.exitedZero ? undefined : "it has failed";
      await watch.rerun({ problem, said: "" });
    }
    const seen = await watch.finish();
    this.#bench.resetToBase();
    return seen;
  }
}
