import { fileURLToPath } from "node:url";
import { execaNode } from "execa";
import { HarnessError } from "../model/errors.js";
import type { RunTool, ToolOptions, ToolResult } from "./tool.js";

/** A target to start as the leader of a new process group, its output appended to files. */
export interface LaunchOrder {
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdoutPath: string;
  readonly stderrPath: string;
}

export interface Exit {
  /** Null when a signal ended the process. */
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** A started target. Its pid is also its process group. */
export interface Launched {
  readonly pid: number;
  readonly exited: Promise<Exit>;
}

export interface LauncherRequest {
  readonly id: number;
  readonly launch?: LaunchOrder;
  readonly tool?: { command: readonly [string, ...string[]]; options: ToolOptions };
}

export type LauncherReport =
  | { readonly id: number; readonly kind: "started"; readonly pid: number }
  | ({ readonly id: number; readonly kind: "exited" } & Exit)
  | { readonly id: number; readonly kind: "tool"; readonly result: ToolResult }
  | { readonly id: number; readonly kind: "failed"; readonly reason: string };

/** Starts programs through a process of its own. See launcher-main.ts. */
export interface Launcher {
  /** Throws HarnessError when the program can't be started. */
  launch(order: LaunchOrder): Promise<Launched>;
  readonly runTool: RunTool;
  readonly pid: number;
  close(): void;
}

/** Starts the launcher process. Do this before the process grows. */
export function startLauncher(): Launcher {
  const entry = fileURLToPath(new URL("launcher-main.js", import.meta.url));
  const child = execaNode(entry, { ipc: true, reject: false, stdin: "ignore", stderr: "inherit" });
  const waiting = new Map<number, (report: LauncherReport) => void>();
  let lastId = 0;
  child.on("message", (report: LauncherReport) => waiting.get(report.id)?.(report));
  const broken = (id: number): LauncherReport => ({
    id,
    kind: "failed",
    reason: "the launcher process has ended",
  });
  child.on("exit", () => {
    for (const [id, settle] of waiting) settle(broken(id));
  });

  function send(request: Omit<LauncherRequest, "id">, settle: (r: LauncherReport) => void): void {
    const id = (lastId += 1);
    waiting.set(id, (report) => {
      if (report.kind !== "started") waiting.delete(id);
      settle(report);
    });
    child.send({ ...request, id });
  }

  return {
    pid: child.pid ?? 0,
    launch: (order) =>
      new Promise<Launched>((resolve, reject) => {
        let exited: (exit: Exit) => void = () => undefined;
        const exit = new Promise<Exit>((settle) => (exited = settle));
        send({ launch: order }, (report) => {
          if (report.kind === "started") resolve({ pid: report.pid, exited: exit });
          else if (report.kind === "exited") exited(report);
          else reject(launchError(order.command[0], report));
          if (report.kind === "failed") exited({ exitCode: null, signal: "LOST" });
        });
      }),
    runTool: (command, options = {}) =>
      new Promise<ToolResult>((resolve, reject) => {
        send({ tool: { command, options } }, (report) => {
          if (report.kind === "tool") resolve(report.result);
          else reject(launchError(command[0], report));
        });
      }),
    close: () => child.disconnect(),
  };
}

function launchError(program: string, report: LauncherReport): HarnessError {
  const reason = report.kind === "failed" ? report.reason : `unexpected report ${report.kind}`;
  return new HarnessError(`cannot start ${program}: ${reason}`);
}
