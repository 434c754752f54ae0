import type { RunPaths } from "../../media/bench.js";
import type { RunTool } from "../../target/tool.js";
import type { Command } from "../../catalogue/commands.js";

const watcher = ["strace", "-f", "-qqq", "--seccomp-bpf", "-e", "signal=none"] as const;
const calls = ["-e", "trace=sync,syncfs"] as const;

/**
 * The same command under a watcher that stops it at sync() and syncfs() alone, and notes each
 * among the writes. FUSE is not told of these calls, and a script that ends in `sync` would be
 * blamed for a flush that it has made.
 */
export function watchingSync(command: Command, { syncs }: Pick<RunPaths, "syncs">): Command {
  return [...watcher, ...calls, "-o", syncs, "--", ...command];
}

/** Whether this machine has the watcher and lets it watch. */
export async function canWatchSync(runTool: RunTool): Promise<boolean> {
  try {
    const { exitCode } = await runTool([...watcher, ...calls, "-o", "/dev/null", "--", "true"]);
    return exitCode === 0;
  } catch {
    return false; // It is not installed.
  }
}
