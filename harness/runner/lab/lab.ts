import { performance } from "node:perf_hooks";
import { commandsOf, successCodesOf, type Command, type Part } from "../../catalogue/commands.js";
import { withMediumAt } from "../../catalogue/placeholder.js";
import { requireSameProgram } from "../../catalogue/program.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import type { Bench, Delay, RunPlan, RunStatus } from "../../media/bench.js";
import { HarnessError } from "../../model/errors.js";
import type { StopPoint, TraceEvent } from "../../model/trace.js";
import { runEnvironment } from "../../target/environment.js";
import type { Exit, Launcher } from "../../target/launcher.js";
import { scratchFolder } from "../../target/outside/folders.js";
import type { Outside, OutsideSeen } from "../../target/outside/outside.js";
import { sandboxFolder } from "../../target/sandbox.js";
import type { RunTool } from "../../target/tool.js";
import type { Victim } from "../../target/victim.js";
import { LabBench } from "./lab-bench.js";
import { inspect, type Inspection } from "./inspect.js";
import { RunWatch } from "./run-watch.js";
import { TimeLimit } from "./time-limit.js";
import { watched, watchedSlowdown, type Watch } from "./watched.js";

/** How one run of a scenario's commands went. */
export interface RunRecord {
  readonly part: Part;
  readonly ended: "finished" | "cut" | "hung" | "broke";
  /** One exit a command that was started; the last may have been killed by the cut. */
  readonly exits: readonly Exit[];
  readonly status: RunStatus;
  readonly trace: readonly TraceEvent[];
  /** What outlived the victim or its command, as command lines. */
  readonly strays: readonly string[];
  /** What was left outside of the medium. */
  readonly outside: OutsideSeen;
  readonly durationMs: number;
}

/** Where a recorded run is ended: at a point, or by the clock. */
export type Ending =
  | {
      readonly kind: "at a point";
      readonly point: StopPoint;
      /** Nobody has asked for just this one. */
      readonly isDrawn?: boolean;
    }
  | ClockEnding;

/** This long after the first command was started, with some changes slowed down. */
export interface ClockEnding {
  readonly kind: "by the clock";
  readonly afterMs: number;
  readonly delay: Delay;
}

/** One run. A plain one is faster: nothing of it is recorded, so that it goes to its end. */
export type LabPlan = { readonly part: Part } & (
  | { readonly kind: "plain" }
  | {
      readonly kind: "recorded";
      readonly ending?: Ending;
      readonly watch: Watch;
    }
);

/** What a lab is made of: where the runs of a worker happen. */
export interface LabParts {
  readonly bench: Bench;
  readonly victim: Victim;
  readonly launcher: Launcher;
  /** Starts tools of this machine inside of the sandbox. */
  readonly runTool: RunTool;
  readonly outside: Outside;
}

/** One bench, one victim, and what is outside of both. */
export class Lab {
  readonly bench: LabBench;
  /** Starts tools of this machine inside of the sandbox. */
  readonly runTool: RunTool;
  readonly #victim: Victim;
  readonly #scenario: Scenario;
  readonly #target: Target;
  readonly #launcher: Launcher;
  readonly #outside: Outside;
  readonly #watch = new RunWatch(sandboxFolder);

  constructor(
    { bench, victim, launcher, runTool, outside }: LabParts,
    scenario: Scenario,
    target: Target,
  ) {
    this.bench = new LabBench(bench, outside);
    this.runTool = runTool;
    this.#launcher = launcher;
    this.#outside = outside;
    this.#victim = victim;
    this.#scenario = scenario;
    this.#target = target;
  }

  /** Places of this machine that could not be kept apart from what targets write. */
  get notCovered(): readonly string[] {
    return this.#outside.notCovered;
  }

  /** True where an exit of a command of a part says that all went well. */
  succeeded(exit: Exit, part: Part): boolean {
    return this.#victim.succeeded(exit, successCodesOf(part, this.#scenario, this.#target));
  }

  /** True where each run is to end with a refusal. */
  get isToRefuse(): boolean {
    return this.#scenario.ends === "refused";
  }

  /**
   * Runs commands on the medium as it is now. Leaves no process behind. Throws HarnessError where
   * the machine has disturbed the run, so that it says nothing of the target; CannotJudge where the
   * program has changed.
   */
  async run(plan: LabPlan): Promise<RunRecord> {
    requireSameProgram(this.#target.file);
    await this.#outside.prepare(this.#launcher);
    await this.bench.begin(benchPlan(plan));
    const started = performance.now();
    const stop = this.#stopOf(plan);
    this.#watch.begin();
    let exits: readonly Exit[];
    try {
      exits = await this.#commands(plan);
    } catch (error) {
      await this.bench.settle();
      throw error;
    } finally {
      stop.off();
      this.#watch.stop();
    }
    const durationMs = Math.round(performance.now() - started);
    const strays = await this.#victim.sweep();
    const status = this.bench.status();
    await this.bench.settle();
    const broke = status.failure !== "none";
    const ended = stop.isLate() ? "hung" : broke ? "broke" : status.cut ? "cut" : "finished";
    this.#requireUndisturbed(plan.part, ended, exits.at(-1), status);
    requireSameProgram(this.#target.file);
    const trace = this.bench.trace();
    const outside = this.#outside.seen();
    const { part } = plan;
    return { part, ended, exits, status, trace, strays, outside, durationMs };
  }

  /**
   * Runs a line for the shell on a copy of the medium as it is now; `{disk}` or `{tree}` stands for
   * it, `{here}` for the folder of the file that has the line. See `inspect`. The trace and the
   * status of the last run are void then.
   */
  async inspect(line: string): Promise<Inspection> {
    const { timeoutSeconds, checksFolder = "{here}", env } = this.#scenario;
    const limitMs = timeoutSeconds * 1000;
    const prepare = () => this.#outside.prepare(this.#launcher);
    const meant = line.replaceAll("{here}", checksFolder);
    return inspect({ bench: this.bench, victim: this.#victim, limitMs, prepare, env }, meant);
  }

  /** The clocks that may end a run. */
  #stopOf(plan: LabPlan) {
    const ending = plan.kind === "recorded" ? plan.ending : undefined;
    const byClock = ending?.kind === "by the clock" ? ending : undefined;
    const cutTimer = byClock && setTimeout(() => this.bench.cutNow(), byClock.afterMs);
    const isSlow = plan.kind === "recorded" && plan.watch === "calls";
    const runMs = this.#scenario.timeoutSeconds * 1000 * (isSlow ? watchedSlowdown : 1);
    const limitMs = runMs + (byClock?.delay.ms ?? 0) * 200;
    const interruptedAtMs = () => this.bench.status().interruptedAtMs;
    const limit = new TimeLimit(limitMs, interruptedAtMs, () => {
      this.bench.cutNow();
      // The cut may have come before there was anybody to kill.
      this.#victim.kill();
    });
    const off = (): void => {
      clearTimeout(cutTimer);
      limit.stop();
    };
    return { off, isLate: () => limit.reached };
  }

  async #commands(plan: LabPlan): Promise<Exit[]> {
    const paths = this.bench.paths(plan.kind);
    const exits: Exit[] = [];
    for (const [index, command] of commandsOf(plan.part, this.#scenario, this.#target).entries()) {
      if (this.bench.status().cut) break;
      this.bench.setCommand(index + 1);
      const watch = plan.kind === "recorded" ? plan.watch : "nothing";
      const exit = await this.#command(watched(command, watch, paths), paths);
      exits.push(exit);
      if (this.bench.status().cut || !this.succeeded(exit, plan.part)) break;
    }
    return exits;
  }

  async #command(
    [program, ...args]: Command,
    { medium, stdout, stderr }: ReturnType<Bench["paths"]>,
  ): Promise<Exit> {
    const given = { ...this.#target.env, ...this.#scenario.env };
    const { id, exited } = await this.#victim.start({
      command: [program, ...args.map((arg) => withMediumAt(arg, medium))],
      cwd: scratchFolder,
      env: runEnvironment(scratchFolder, given),
      stdoutPath: stdout,
      stderrPath: stderr,
    });
    this.bench.setVictim(id);
    if (this.bench.status().cut) this.#victim.kill();
    const exit = await exited;
    const isInterrupted = this.bench.status().interruptedAtMs !== undefined;
    await this.#victim.gone(isInterrupted ? "interrupted" : "ended");
    this.bench.setVictim(0);
    return exit;
  }

  #requireUndisturbed(
    part: Part,
    ended: RunRecord["ended"],
    exit: Exit | undefined,
    { interruptedAtMs }: RunStatus,
  ): void {
    const succeeded = exit !== undefined && this.succeeded(exit, part);
    const interrupted = interruptedAtMs !== undefined;
    const disturbance = this.#watch.disturbance({ ended, exit, succeeded, interrupted });
    if (disturbance === undefined) return;
    throw new HarnessError(`a run was disturbed, and says nothing of the target: ${disturbance}`);
  }
}

function benchPlan(plan: LabPlan): RunPlan {
  if (plan.kind === "plain") return { kind: "plain" };
  const { ending } = plan;
  switch (ending?.kind) {
    case undefined:
      return { kind: "recorded" };
    case "at a point":
      return { kind: "recorded", stop: ending.point };
    case "by the clock":
      return { kind: "recorded", delay: ending.delay };
  }
}
