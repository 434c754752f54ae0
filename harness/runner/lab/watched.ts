import { join } from "node:path";
import type { Command } from "../../catalogue/commands.js";
import type { RunPaths } from "../../media/bench.js";
import { sandboxFolder } from "../../target/sandbox.js";
import { watchingCalls } from "../../target/sites/watch-calls.js";
import { watchingSync } from "./watch-sync.js";

/**
 * Which system calls of a run are looked at, besides what a bench is told of: those of sync(),
 * which it adds to the trace; or those that change files, with their stacks, which takes long.
 */
export type Watch = "nothing" | "sync" | "calls";

/** So many times longer a run may take whose calls are watched: each stack takes milliseconds. */
export const watchedSlowdown = 10;

/** Who has called what changes files, in the last run that was watched for that. */
export const callsLogPath = join(sandboxFolder, "calls.log");

/** A command as it is watched. */
export function watched(command: Command, watch: Watch, paths: RunPaths): Command {
  switch (watch) {
    case "nothing":
      return command;
    case "sync":
      return watchingSync(command, paths);
    case "calls":
      return watchingCalls(command, callsLogPath);
  }
}
