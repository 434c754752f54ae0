import type { Command } from "commander";
import type { Act } from "../act.js";
import type { InitTexts } from "./init.js";

/** Adds the commands that help with files of a user's own. */
export function addFiles(program: Command, act: Act): void {
  program
    .command("init")
    .description("run a command once, on a copy, and write a scenario with what it did")
    .argument("<command...>", "after --: any program, with {disk} for the disk")
    .option("--disk <image>", "an image, which is never written to (default: one is built)")
    .option("--out <file>", "the file to write; it must not be there; - prints it", usualOut)
    .option("--timeout <time>", "how long the command may take", "2m")
    .action(
      act(async (signal, command: string[], texts: InitTexts) => {
        const { initCommand } = await import("./init.js");
        return initCommand(command, texts, signal);
      }),
    );
  program
    .command("check")
    .description("say what is wrong with a scenario, target or device in a file, and where")
    .argument("<file>", "JSON, in which comments are allowed")
    .action(act(async (_signal, path: string) => (await import("./check.js")).checkCommand(path)));
}

const usualOut = "crashpoint.jsonc";
