import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { HarnessError } from "../../model/errors.js";
import type { TraceEvent } from "../../model/trace.js";
import { PlainDisk } from "../../shim/plain-disk.js";
import type { Shim, RunPlan, ShimStatus } from "../../shim/shim.js";
import { startLauncher, type Exit, type Launcher } from "../../target/launcher.js";
import { killGroup, killProcess, listProcesses } from "../../target/processes.js";
import { sandboxFolder } from "../../target/sandbox.js";
import { runTool } from "../../target/tool.js";
import { loadBase } from "../../media/disk/load-base.js";
import { firstCommands, resumeCommands, type Command } from "../../catalogue/commands.js";
import { RunWatch } from "./run-watch.js";
import type { Scenario } from "../../catalogue/scenario.js";
import { TimeLimit } from "./time-limit.js";
import { watchingSync } from "./watch-sync.js";
import type { Target } from "../../catalogue/target.js";

/** How one run of a scenario's commands went. */
export interface RunRecord {
  readonly ended: "finished" | "cut" | "hung" | "broke";
  /** One exit a command that was started; the last may have been killed by the cut. */
  readonly exits: readonly Exit[];
  readonly status: ShimStatus;
  readonly trace: readonly TraceEvent[];
  /** Processes that outlived their group or their command, as their command lines. */
  readonly strays: readonly string[];
  /** What was left in TMPDIR. */
  readonly scratchLeft: readonly string[];
  readonly durationMs: number;
}

export interface LabPlan extends RunPlan {
  /** What is run: the scenario's commands on a fresh image, or on what a crash has left. */
  readonly part: "first" | "resume";
  /** Calls of sync() are recorded too: FUSE is not told of them. */
  readonly watchSync?: boolean;
  /** Nothing of it is to be recorded: it runs faster then. */
  readonly plain?: boolean;
  /** Cut by the clock, this long after the first command was started. */
  readonly cutAfterMs?: number;
}

/** How long members of a group that was killed may take to be gone. */
const reapMs = 200;
/** How long they may go on where ctrl-C has ended the target: a user who sees that starts anew. */
const graceMs = 3000;
/** How long a process that left its group may show that it still writes. */
const strayWatchMs = 150;

const mountPoint = join(sandboxFolder, "mnt");
/** As long as the other one: a target may put its disk's path somewhere. */
const plainMountPoint = join(sandboxFolder, "alt");
const scratchFolder = join(sandboxFolder, "scratch");

/** One mounted disk, one target, one scratch folder: where the runs of a worker happen. */
export class Lab {
  readonly shim: Shim;
  readonly launcher: Launcher;
  readonly #plain: PlainDisk;
  readonly #scenario: Scenario;
  readonly #target: Target;
  readonly #watch = new RunWatch(sandboxFolder);
  #group = 0;

  private constructor(
    shim: Shim,
    plain: PlainDisk,
    launcher: Launcher,
    scenario: Scenario,
    target: Target,
  ) {
    this.shim = shim;
    this.#plain = plain;
    this.launcher = launcher;
    this.#scenario = scenario;
    this.#target = target;
  }

  /** Sets everything up inside a sandbox. `imagePath` is the fixture image. */
  static async open(scenario: Scenario, target: Target, imagePath: string): Promise<Lab> {
    const launcher = startLauncher();
    mkdirSync(mountPoint, { recursive: true });
    mkdirSync(plainMountPoint, { recursive: true });
    const shim = await loadBase(imagePath, mountPoint, runTool);
    const plain = await PlainDisk.mount(plainMountPoint, shim.buffers, runTool, launcher.runTool);
    return new Lab(shim, plain, launcher, scenario, target);
  }

  /** Lets tools look at the disk under a path. They must not write to it. */
  async show<T>(look: (diskPath: string) => Promise<T>): Promise<T> {
    this.shim.begin({});
    await this.#plain.prepare();
    try {
      return await look(this.#plain.diskPath);
    } finally {
      await this.#plain.settle();
    }
  }

  /** True where an exit says that all went well. */
  succeeded({ exitCode }: Exit): boolean {
    return exitCode !== null && this.#target.successCodes.includes(exitCode);
  }

  /** True where each run is to end with a refusal. */
  get isToRefuse(): boolean {
    return this.#scenario.ends === "refused";
  }

  /**
   * Runs commands on the disk as it is now. Leaves no process behind. Throws HarnessError where the
   * machine has disturbed the run, so that it says nothing of the target.
   */
  async run(plan: LabPlan): Promise<RunRecord> {
    rmSync(scratchFolder, { recursive: true, force: true });
    mkdirSync(scratchFolder);
    this.shim.begin(plan);
    if (plan.plain === true) await this.#plain.prepare();
    const started = performance.now();
    const exits: Exit[] = [];
    const cutTimer =
      plan.cutAfterMs === undefined
        ? undefined
        : setTimeout(() => void this.shim.cutNow(), plan.cutAfterMs);
    const limitMs = this.#scenario.timeoutSeconds * 1000 + (plan.delayMs ?? 0) * 200;
    const interruptedAtMs = () => this.shim.status().interruptedAtMs;
    const limit = new TimeLimit(limitMs, interruptedAtMs, () => {
      this.shim.cutNow();
      // The cut may have come before there was a group to kill.
      killGroup(this.#group);
    });
    this.#watch.begin();
    try {
      for (const [index, command] of this.#commands(plan.part).entries()) {
        if (this.shim.status().cut) break;
        this.shim.setCommand(index + 1);
        const watched = plan.watchSync === true ? watchingSync(command, this.shim) : command;
        const exit = await this.#command(watched, plan.plain === true ? this.#plain : this.shim);
        exits.push(exit);
        if (this.shim.status().cut || !this.succeeded(exit)) break;
      }
    } catch (error) {
      if (plan.plain === true) await this.#plain.settle();
      throw error;
    } finally {
      clearTimeout(cutTimer);
      limit.stop();
      this.#watch.stop();
    }
    const durationMs = Math.round(performance.now() - started);
    const strays = await this.#sweep();
    const status = this.shim.status();
    if (plan.plain === true) await this.#plain.settle();
    const broke = status.failure !== "none";
    const ended = limit.reached ? "hung" : broke ? "broke" : status.cut ? "cut" : "finished";
    this.#requireUndisturbed(ended, exits.at(-1), status);
    return {
      ended,
      exits,
      status,
      trace: this.shim.trace(),
      strays,
      scratchLeft: readdirSync(scratchFolder, { recursive: true, encoding: "utf8" }).sort(),
      durationMs,
    };
  }

  #requireUndisturbed(
    ended: RunRecord["ended"],
    exit: Exit | undefined,
    { interruptedAtMs }: ShimStatus,
  ): void {
    const succeeded = exit !== undefined && this.succeeded(exit);
    const interrupted = interruptedAtMs !== undefined;
    const disturbance = this.#watch.disturbance({ ended, exit, succeeded, interrupted });
    if (disturbance === undefined) return;
    throw new HarnessError(`a run was disturbed, and says nothing of the target: ${disturbance}`);
  }

  #commands(part: LabPlan["part"]): readonly Command[] {
    const commandsOf = part === "first" ? firstCommands : resumeCommands;
    return commandsOf(this.#scenario, this.#target);
  }

  async #command([program, ...args]: Command, { diskPath }: Pick<Shim, "diskPath">): Promise<Exit> {
    const { env } = this.#target;
    const { pid, exited } = await this.launcher.launch({
      command: [program, ...args.map((arg) => arg.replaceAll("{disk}", diskPath))],
      cwd: scratchFolder,
      env: { ...env, TMPDIR: scratchFolder, TMP: scratchFolder, TEMP: scratchFolder },
      stdoutPath: this.shim.stdoutPath,
      stderrPath: this.shim.stderrPath,
    });
    this.#group = pid;
    this.shim.setProcessGroup(pid);
    if (this.shim.status().cut) killGroup(pid);
    const exit = await exited;
    const interrupted = this.shim.status().interruptedAtMs !== undefined;
    await groupGone(pid, interrupted ? graceMs : reapMs);
    this.#group = 0;
    this.shim.setProcessGroup(0);
    return exit;
  }

  /** Names what still runs though everything has ended or was killed, and ends it. */
  async #sweep(): Promise<string[]> {
    const own = new Set([1, process.pid, this.launcher.pid]);
    const strays = () => listProcesses().filter(({ pid }) => !own.has(pid));
    const found = strays();
    if (found.length === 0) return [];
    await sleep(strayWatchMs);
    for (let left = strays(); left.length > 0; left = strays()) {
      for (const { pid } of left) killProcess(pid);
      await sleep(2);
    }
    return found.map(({ command }) => command);
  }
}

/** Waits until no member of a group is left: a dying process may still hold the disk. */
async function groupGone(processGroup: number, mostMs: number): Promise<void> {
  const end = performance.now() + mostMs;
  do {
    if (!listProcesses().some((each) => each.processGroup === processGroup)) return;
    await sleep(1);
  } while (performance.now() < end);
}
