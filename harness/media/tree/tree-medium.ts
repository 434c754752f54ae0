import { loadFileSystems } from "../../catalogue/file-systems.js";
import { stampOfTree } from "../../catalogue/tree/tree-digest.js";
import type { Scenario } from "../../catalogue/scenario.js";
import { CannotJudge } from "../../model/errors.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import type { RunTool } from "../../target/tool.js";
import type { GoldenWatch, Medium, MediumGolden, OpenMedium } from "../medium.js";
import { TreeBench } from "./tree-bench.js";
import { TreeCrashes } from "./tree-crashes.js";
import { TreeEnds } from "./tree-ends.js";
import { treeGolden } from "./tree-golden.js";
import { TreeJudge } from "./tree-judge.js";
import { TreeRun } from "./tree-run.js";
import { TreeWatch } from "./tree-watch.js";

/** A folder and all that is in it. */
export class TreeMedium implements Medium {
  readonly bench: TreeBench;
  readonly logs = undefined;
  readonly ends: TreeEnds;
  readonly #launchTool: RunTool;

  private constructor(bench: TreeBench, launchTool: RunTool) {
    this.#launchTool = launchTool;
    this.bench = bench;
    this.ends = new TreeEnds(bench);
  }

  /** Opens a copy of a folder inside of a sandbox. Throws CannotJudge where it changes then. */
  static async open(folder: string, launchTool: RunTool): Promise<TreeMedium> {
    const before = stampOfTree(folder);
    const bench = await TreeBench.open(folder);
    if (stampOfTree(folder) === before) return new TreeMedium(bench, launchTool);
    throw new CannotJudge(`${folder} has changed while it was read: give a folder that stays`);
  }

  watchGolden(scenario: Scenario): Promise<GoldenWatch> {
    return Promise.resolve(new TreeWatch(this.bench, scenario));
  }

  openBy(golden: MediumGolden, recorded: RecordedRun): OpenMedium {
    const seen = treeGolden(golden);
    return {
      crashes: new TreeCrashes(this.bench, TreeRun.from(recorded), loadFileSystems()),
      judge: new TreeJudge(this.bench, this.#launchTool, seen),
    };
  }
}
