import { killGroup } from "../../harness/target/processes.js";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { Scenario } from "../../harness/catalogue/scenario.js";
import type { Target } from "../../harness/catalogue/target.js";
import { runEnvironment } from "../../harness/target/environment.js";
import type { Exit, Launcher } from "../../harness/target/launcher.js";
import { sandboxFolder } from "../../harness/target/sandbox.js";
import { reasonOf, runTool } from "../../harness/target/tool.js";

/** The plain file in tmpfs that a bare run works on. */
export const bareImagePath = join(sandboxFolder, "bare.img");
const scratchFolder = join(sandboxFolder, "bare-scratch");

/** Puts a fresh copy of an image where a bare run finds it, with its holes. */
export async function copyFresh(imagePath: string): Promise<void> {
  const ended = await runTool(["cp", "--sparse=always", "--", imagePath, bareImagePath]);
  if (ended.exitCode !== 0) throw new Error(`cp failed: ${reasonOf(ended)}`);
}

/** How a bare run went. */
export interface BareRun {
  readonly exit: Exit;
  readonly durationMs: number;
  /** The kill was sent, in time or not: `exit` tells. */
  readonly killed: boolean;
}

/**
 * Runs a scenario's commands without a shim, on `bareImagePath`, started as the lab starts them.
 * With `killAfterMs` the process group gets SIGKILL that long after the start.
 */
export async function runBare(
  launcher: Launcher,
  { commands }: Scenario,
  { program, env }: Target,
  killAfterMs?: number,
): Promise<BareRun> {
  rmSync(scratchFolder, { recursive: true, force: true });
  mkdirSync(scratchFolder);
  const output = join(sandboxFolder, "bare-output");
  rmSync(output, { force: true });
  const running = { group: 0, killed: false };
  const kill = (): void => {
    running.killed = true;
    killGroup(running.group);
  };
  const timer = killAfterMs === undefined ? undefined : setTimeout(kill, killAfterMs);
  const began = performance.now();
  let exit: Exit = { exitCode: 0, signal: null };
  for (const args of commands) {
    const { pid, exited } = await launcher.launch({
      command: [...program, ...args.map((arg) => arg.replace("{disk}", bareImagePath))] as [
        string,
        ...string[],
      ],
      cwd: scratchFolder,
      env: runEnvironment(scratchFolder, { HOME: scratchFolder, ...env }),
      stdoutPath: output,
      stderrPath: output,
    });
    running.group = pid;
    exit = await exited;
    running.group = 0;
    if (exit.exitCode !== 0 || running.killed) break;
  }
  clearTimeout(timer);
  return { exit, durationMs: performance.now() - began, killed: running.killed };
}
