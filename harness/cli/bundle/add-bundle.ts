import type { Command } from "commander";
import type { Act } from "../act.js";
import type { RemakeOptions } from "../disk/remake.js";
import { bundleEnding, isBundle, type BundleTexts } from "./bundle-texts.js";

/** Adds `bundle` and `remake` to the command line. */
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
  addRemake(program, act);
}

function addRemake(program: Command, act: Act): void {
  program
    .command("remake")
    .description("make the crash images of a failure again, without the target")
    .argument("<what>", "failures/ID of a run, or a bundle")
    .requiredOption("--out <dir>", "an empty folder for the images")
    .option("--disk <image>", "the disk image that the case was run on (default: the scenario's)")
    .option("--tree <folder>", "the folder that it was run on, in place of --disk")
    .action(
      act(async (signal, path: string, options: RemakeOptions) => {
        if (isBundle(path)) {
          return (await import("./remake-bundle.js")).remakeBundle(path, options, signal);
        }
        return (await import("../disk/remake.js")).remakeCommand(path, options);
      }),
    );
}
