import { performance } from "node:perf_hooks";
import { readTable, type PartitionEntry } from "../../layout/partition-table.js";
import { shapeOf } from "../../model/steps.js";
import type { RunPlan } from "../../shim/run-control.js";
import { runEnvironment } from "../../target/environment.js";
import type { Exit } from "../../target/launcher.js";
import { scratchFolder } from "../../target/outside/folders.js";
import type { OutsideSeen } from "../../target/outside/outside.js";
import { attachLoop, type LoopDevice } from "../../target/loop-device.js";
import { holdOpen, type Holder } from "../../target/holder.js";
import {
  namesOfKind,
  placeNames,
  type DiskNames,
  type NameKind,
} from "../../target/private-names.js";
import { killGroup } from "../../target/processes.js";
import { groupGone, sweepStrays } from "../../target/sweep.js";
import { HarnessError } from "../../model/errors.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { commandsOf, type Command } from "../../catalogue/commands.js";
import { requireSameProgram } from "../../catalogue/program.js";
import { kernelView, viewOfTable } from "./kernel-view.js";
import type { DiskLab } from "./disk-lab.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import { textOf } from "../lab/traces.js";

/** A partition can only take its new place once another has left it, which is later in a pass. */
const passLimit = 3;

/** How the scenario's commands went on a block device. */
export interface BlockRun {
  readonly ended: "finished" | "killed" | "hung";
  readonly exit: Exit | undefined;
  readonly succeeded: boolean;
  readonly output: string;
  readonly writeCount: number;
  readonly lineCount: number;
  readonly lastStep: string;
  /** What outlived a command, as command lines. */
  readonly strays: readonly string[];
  /** What was left outside of the disk. */
  readonly outside: OutsideSeen;
  readonly durationMs: number;
  /** The kernel took a request to read the table again, could not, and dropped all partitions. */
  readonly dropped: boolean;
}

interface CommandEnd {
  readonly exit: Exit;
  readonly hung: boolean;
  readonly strays: readonly string[];
}

/** How long members of a group that has ended may take to be gone. */
const reapMs = 200;

/** The disk of a lab as a block device, from one boot to the next. */
export class BlockLab {
  readonly #at: DiskLab;
  readonly #scenario: Scenario;
  readonly #target: Target;
  readonly #kind: NameKind;
  readonly #sectorBytes: number;
  #loop: LoopDevice | undefined;
  #held: Holder | undefined;
  #readsGpt = false;

  constructor(
    at: DiskLab,
    scenario: Scenario,
    target: Target,
    kind: NameKind,
    sectorBytes: number,
  ) {
    this.#at = at;
    this.#scenario = scenario;
    this.#target = target;
    this.#kind = kind;
    this.#sectorBytes = sectorBytes;
  }

  /** Attaches the disk as it is now, as a machine does when it boots. */
  async boot(): Promise<void> {
    this.#at.medium.bench.shim.begin({});
    this.#loop = await attachLoop(this.#at.medium.bench.shim.diskPath, this.#sectorBytes);
    this.#readsGpt = this.#loop.partitions().length > 0;
    await this.tellKernel();
    await this.#placeNames();
  }

  /** Writes back what the kernel has cached, and detaches the disk. */
  async shutDown(): Promise<void> {
    await this.release();
    if (this.#loop === undefined) return;
    await this.#flush();
    await this.#loop.detach();
    this.#loop = undefined;
  }

  get names(): DiskNames {
    return namesOfKind(this.#kind, this.#device.name);
  }

  get #device(): LoopDevice {
    if (this.#loop === undefined) throw new Error("the disk is not attached");
    return this.#loop;
  }

  /** The partitions as the kernel has them, a line each. */
  view(): string {
    return kernelView(this.#device.partitions());
  }

  /** The partitions as the table on the disk has them, in the same words. */
  table(): string {
    return viewOfTable(readTable(this.#at.medium.bench.shim.disk.source()));
  }

  /** Makes the kernel's partitions those of the table. False where one is in use. */
  async tellKernel(): Promise<boolean> {
    const agrees = () => this.view() === this.table();
    const device = `/dev/${this.#device.name}`;
    for (let pass = 1; pass <= passLimit && !agrees(); pass += 1) {
      const wanted = new Set(this.#entries().map(({ number }) => number));
      const gone = this.#device.partitions().filter(({ number }) => !wanted.has(number));
      for (const { number } of gone) {
        await runTool(["partx", "--delete", "--nr", String(number), device]);
      }
      // Without a range, partx looks for as many numbers as there are partitions.
      await runTool(["partx", "--update", "--nr", "1:128", device]);
    }
    return agrees();
  }

  #entries(): readonly PartitionEntry[] {
    return readTable(this.#at.medium.bench.shim.disk.source()).entries;
  }

  /** Has another process keep the disk and some of its partitions open. */
  async hold(partitionNumbers: readonly number[]): Promise<void> {
    const { disk, partition } = this.names;
    this.#held = await holdOpen([disk, ...partitionNumbers.map(partition)]);
  }

  async release(): Promise<void> {
    await this.#held?.end();
    this.#held = undefined;
  }

  /** Runs the scenario's commands on the device, and writes back what they left in the cache. */
  async run(part: "first" | "resume", killAfter: RunPlan["killAfter"] = {}): Promise<BlockRun> {
    requireSameProgram(this.#target.file);
    await this.#at.outside.prepare(this.#at.launcher);
    const { shim } = this.#at.medium.bench;
    shim.begin({ killAfter });
    const run = { ended: "finished" as BlockRun["ended"], dropped: false, strays: [] as string[] };
    const started = performance.now();
    let exit: Exit | undefined;
    let succeeded = true;
    for (const [index, command] of commandsOf(part, this.#scenario, this.#target).entries()) {
      shim.setCommand(index + 1);
      const outcome = await this.#command(command);
      ({ exit } = outcome);
      const toKill = killAfter.write !== undefined || killAfter.line !== undefined;
      if (outcome.hung) run.ended = "hung";
      else if (exit.signal === "SIGKILL" && toKill) run.ended = "killed";
      run.strays.push(...outcome.strays);
      await this.#flush();
      run.dropped ||= await this.#readAgain();
      await this.#placeNames();
      succeeded = run.ended === "finished" && this.#at.lab.succeeded(exit, part);
      if (!succeeded) break;
    }
    requireSameProgram(this.#target.file);
    const trace = shim.trace();
    const { spans } = shapeOf(trace, this.#target.stepNames[0], this.#target.steps);
    const lastStep = spans.at(-1)?.step ?? this.#target.stepNames[0];
    const { writeCount, lineCount } = shim.status();
    const outside = this.#at.outside.seen();
    const durationMs = Math.round(performance.now() - started);
    const seen = { outside, durationMs, writeCount, lineCount, lastStep };
    return { ...run, ...seen, exit, succeeded, output: textOf(trace) };
  }

  async #command([program, ...args]: Command): Promise<CommandEnd> {
    const { launcher } = this.#at;
    const { shim } = this.#at.medium.bench;
    const { pid, exited } = await launcher.launch({
      command: [program, ...args.map((arg) => arg.replaceAll("{disk}", this.names.disk))],
      cwd: scratchFolder,
      env: runEnvironment(scratchFolder, { ...this.#target.env, ...this.#scenario.env }),
      stdoutPath: shim.stdoutPath,
      stderrPath: shim.stderrPath,
    });
    shim.setProcessGroup(pid);
    const limit = { reached: false };
    const timer = setTimeout(() => {
      limit.reached = true;
      killGroup(pid);
    }, this.#scenario.timeoutSeconds * 1000);
    const exit = await exited;
    clearTimeout(timer);
    shim.setProcessGroup(0);
    await groupGone(pid, reapMs);
    return { exit, hung: limit.reached, strays: await this.#endStrays() };
  }

  /** Nothing of the target may still have the device open. */
  #endStrays(): Promise<string[]> {
    const kept = [1, process.pid, ...this.#at.launcher.pids];
    return sweepStrays(new Set([...kept, this.#device.holderPid, this.#held?.pid]));
  }

  /** A process that was killed has still written what is in the cache. */
  async #flush(): Promise<void> {
    const nodes = this.#device.partitions().map(({ number }) => this.names.partition(number));
    for (const node of [...nodes, `/dev/${this.#device.name}`]) {
      const result = await runTool(["blockdev", "--flushbufs", node]);
      if (result.exitCode === 0 || node !== `/dev/${this.#device.name}`) continue;
      throw new HarnessError(`cannot write back the cache of ${node}: ${reasonOf(result)}`);
    }
  }

  /** Does for a kernel without a GPT parser what one with it has done by itself. */
  async #readAgain(): Promise<boolean> {
    if (this.#readsGpt || this.view() !== "" || this.table() === "") return false;
    await this.tellKernel();
    return true;
  }

  async #placeNames(): Promise<void> {
    const labels = new Map(this.#entries().map(({ number, name }) => [number, name]));
    await placeNames(this.#kind, this.#device, labels, runTool);
  }
}
