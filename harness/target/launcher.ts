import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { HarnessError } from "../model/errors.js";
import type { RunTool, ToolOptions, ToolResult } from "./tool.js";

/** A target to start as the leader of a new process group, its output appended to files. */
export interface LaunchOrder {
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  /** The whole environment. */
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

/** Starts programs through small processes of its own. See launcher-main.ts. */
export interface Launcher {
  /** Throws HarnessError when the program can't be started. */
  launch(order: LaunchOrder): Promise<Launched>;
  readonly runTool: RunTool;
  /** Of its processes. */
  readonly pids: readonly number[];
  /** The folder that shows the machine as targets see it (proc(5)). */
  readonly targetsRoot: string;
  /** Makes the surroundings of targets anew. None may be running. */
  renew(): Promise<void>;
  close(): void;
}

/**
 * Starts the processes of a launcher: one for tools, and one for targets where these have
 * surroundings of their own, which the words of a program make. Do this before this process grows.
 */
export function startLauncher(surroundings: readonly string[] = []): Launcher {
  const tools = new Starter([]);
  let targets = surroundings.length === 0 ? tools : new Starter(surroundings);
  return {
    get pids() {
      return [tools.pid, targets.pid];
    },
    get targetsRoot() {
      return `/proc/${targets.pid}/root`;
    },
    async renew() {
      await targets.end();
      targets = new Starter(surroundings);
    },
    launch: (order) => targets.launch(order),
    runTool: (command, options = {}) => tools.runTool(command, options),
    close() {
      for (const each of new Set([tools, targets])) void each.end();
    },
  };
}

type Settle = (report: LauncherReport) => void;

/** One process that starts others. */
class Starter {
  readonly #child;
  readonly #waiting = new Map<number, Settle>();
  #lastId = 0;
  #isOver = false;

  constructor(surroundings: readonly string[]) {
    const entry = fileURLToPath(new URL("launcher-main.js", import.meta.url));
    const [file, ...args] = [...surroundings, process.execPath, entry];
    this.#child = execa(file, args, {
      ...{ ipc: true, reject: false, stdin: "ignore", stdout: "inherit", stderr: "inherit" },
    } as const);
    this.#child.on("message", (report: LauncherReport) => this.#waiting.get(report.id)?.(report));
    this.#child.on("exit", () => {
      this.#isOver = true;
      for (const [id, settle] of this.#waiting) settle(broken(id));
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async end(): Promise<void> {
    this.#child.disconnect();
    await this.#child;
  }

  launch(order: LaunchOrder): Promise<Launched> {
    return new Promise((resolve, reject) => {
      let exited: (exit: Exit) => void = () => undefined;
      const exit = new Promise<Exit>((settle) => (exited = settle));
      this.#send({ launch: order }, (report) => {
        if (report.kind === "started") resolve({ pid: report.pid, exited: exit });
        else if (report.kind === "exited") exited(report);
        else reject(launchError(order.command[0], report));
        if (report.kind === "failed") exited({ exitCode: null, signal: "LOST" });
      });
    });
  }

  runTool(command: readonly [string, ...string[]], options: ToolOptions): Promise<ToolResult> {
    return new Promise((resolve, reject) => {
      this.#send({ tool: { command, options } }, (report) => {
        if (report.kind === "tool") resolve(report.result);
        else reject(launchError(command[0], report));
      });
    });
  }

  #send(request: Omit<LauncherRequest, "id">, settle: Settle): void {
    const id = (this.#lastId += 1);
    this.#waiting.set(id, (report) => {
      if (report.kind !== "started") this.#waiting.delete(id);
      settle(report);
    });
    if (this.#isOver) this.#waiting.get(id)?.(broken(id));
    else this.#child.send({ ...request, id });
  }
}

function broken(id: number): LauncherReport {
  return { id, kind: "failed", reason: "the launcher process has ended" };
}

function launchError(program: string, report: LauncherReport): HarnessError {
  const reason = report.kind === "failed" ? report.reason : `unexpected report ${report.kind}`;
  return new HarnessError(`cannot start ${program}: ${reason}`);
}
