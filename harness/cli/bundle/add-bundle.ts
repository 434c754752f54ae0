import type { Command } from "commander";
import type { Act } from "../act.js";
import { bundleEnding, type BundleTexts } from "./bundle-texts.js";

/** Adds `bundle` to the command line. */
export function addBundle(program: Command, act: Act): void {
  program
    .command("bundle")
    .description("pack what a maintainer needs of one failure into one file: a bug report")
    .argument("<what>", "a case id, or failures/ID of a run")
    .option("--output <file>", `the file to write (default: ID${bundleEnding} here)`)
    .option("--public", "leave out names and content of the user's files: structure only")
    .option("--disk <image>", "the disk image that the case was run on (default: the scenario's)")
    .option("--results <dir>", "where an id is looked for", "results")
    .action(
      act(async (signal, what: string, texts: BundleTexts) =>
        (await import("./bundle.js")).bundleCommand(what, texts, signal),
      ),
    );
}
