/**
 * The launcher: a small process that starts programs for a worker. A process that holds big
 * arenas pays for their page tables at every fork; this one stays small.
 */
import { spawn } from "node:child_process";
import { close, openSync } from "node:fs";
import { messageOf } from "../model/errors.js";
import { fixedUmask } from "./environment.js";
import type { LaunchOrder, LauncherReport, LauncherRequest } from "./launcher.js";
import { runTool } from "./tool.js";

function report(message: LauncherReport): void {
  process.send?.(message);
}

function launch(id: number, order: LaunchOrder): void {
  const stdout = openSync(order.stdoutPath, "a");
  const stderr = openSync(order.stderrPath, "a");
  const [file, ...args] = order.command;
  const child = spawn(file, args, {
    detached: true,
    cwd: order.cwd,
    env: order.env,
    stdio: ["ignore", stdout, stderr],
  });
  if (child.pid !== undefined) report({ id, kind: "started", pid: child.pid });
  // A close asks the server of the file, which may be waiting at a cut for the report above. So
  // the report goes first, and the close must not hold up this thread.
  for (const descriptor of [stdout, stderr]) close(descriptor, () => undefined);
  child.on("error", (error) => report({ id, kind: "failed", reason: messageOf(error) }));
  child.on("exit", (exitCode, signal) => report({ id, kind: "exited", exitCode, signal }));
}

async function handle({ id, launch: order, tool }: LauncherRequest): Promise<void> {
  try {
    if (order !== undefined) launch(id, order);
    if (tool !== undefined) {
      report({ id, kind: "tool", result: await runTool(tool.command, tool.options) });
    }
  } catch (error) {
    report({ id, kind: "failed", reason: messageOf(error) });
  }
}

process.umask(fixedUmask);
process.on("message", (message) => void handle(message as LauncherRequest));
process.on("disconnect", () => process.exit(0));
