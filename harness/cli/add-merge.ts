import type { Command } from "commander";
import type { Act } from "./act.js";
import type { MergeTexts } from "./merge.js";

/** Adds `merge` to the command line. What it needs is loaded when it runs. */
export function addMerge(program: Command, act: Act): void {
  program
    .command("merge")
    .description("put the shards of one run together; exits as the worst of them")
    .argument("<folders...>", "folders of shards, or with shards in them, such as an artifact")
    .option("--output <dir>", "the folder of the whole run (default: as a new run in --results)")
    .option("--results <dir>", "where results go", "results")
    .option("--partial", "merge though shards are missing or have not ended: undecided", false)
    .action(
      act(async (_signal, paths: string[], texts: MergeTexts) =>
        (await import("./merge.js")).mergeCommand(paths, texts),
      ),
    );
}
