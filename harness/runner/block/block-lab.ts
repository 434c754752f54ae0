import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readTable, type PartitionEntry } from "../../layout/partition-table.js";
import { shapeOf } from "../../model/steps.js";
import type { RunPlan } from "../../shim/shim.js";
import type { Exit } from "../../target/launcher.js";
import { attachLoop, type LoopDevice } from "../../target/loop-device.js";
import { holdOpen, type Holder } from "../../target/holder.js";
import {
  namesOfKind,
  placeNames,
  type DiskNames,
  type NameKind,
} from "../../target/private-names.js";
import { killGroup, killProcess, listProcesses } from "../../target/processes.js";
import { sandboxFolder } from "../../target/sandbox.js";
import { HarnessError } from "../../model/errors.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { firstCommands, resumeCommands, type Command } from "../../catalogue/commands.js";
import { requireSameProgram } from "../../catalogue/program.js";
import { kernelView, viewOfTable } from "./kernel-view.js";
import type { DiskLab } from "./disk-lab.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import { textOf } from "../lab/traces.js";

const scratchFolder = join(sandboxFolder, "scratch");

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
  /** The kernel took a request to read the table again, could not, and dropped all partitions. */
  readonly dropped: boolean;
}

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
    rmSync(scratchFolder, { recursive: true, force: true });
    mkdirSync(scratchFolder);
    const { shim } = this.#at.medium.bench;
    shim.begin({ killAfter });
    const commandsOf = part === "first" ? firstCommands : resumeCommands;
    const run = { ended: "finished" as BlockRun["ended"], dropped: false };
    let exit: Exit | undefined;
    let succeeded = true;
    for (const [index, command] of commandsOf(this.#scenario, this.#target).entries()) {
      shim.setCommand(index + 1);
      const outcome = await this.#command(command);
      ({ exit } = outcome);
      const toKill = killAfter.write !== undefined || killAfter.line !== undefined;
      if (outcome.hung) run.ended = "hung";
      else if (exit.signal === "SIGKILL" && toKill) run.ended = "killed";
      await this.#flush();
      run.dropped ||= await this.#readAgain();
      await this.#placeNames();
      succeeded = run.ended === "finished" && this.#at.lab.succeeded(exit);
      if (!succeeded) break;
    }
    requireSameProgram(this.#target.file);
    const trace = shim.trace();
    const { spans } = shapeOf(trace, this.#target.stepNames[0], this.#target.steps);
    const lastStep = spans.at(-1)?.step ?? this.#target.stepNames[0];
    const { writeCount, lineCount } = shim.status();
    return { ...run, exit, succeeded, output: textOf(trace), writeCount, lineCount, lastStep };
  }

  async #command([program, ...args]: Command): Promise<{ exit: Exit; hung: boolean }> {
    const { launcher } = this.#at;
    const { shim } = this.#at.medium.bench;
    const { pid, exited } = await launcher.launch({
      command: [program, ...args.map((arg) => arg.replaceAll("{disk}", this.names.disk))],
      cwd: scratchFolder,
      env: { ...this.#target.env, TMPDIR: scratchFolder, TMP: scratchFolder, TEMP: scratchFolder },
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
    await this.#endStrays();
    return { exit, hung: limit.reached };
  }

  /** Nothing of the target may still have the device open. */
  async #endStrays(): Promise<void> {
    const kept = [1, process.pid, this.#at.launcher.pid];
    const own = new Set([...kept, this.#device.holderPid, this.#held?.pid]);
    const strays = () => listProcesses().filter(({ pid }) => !own.has(pid));
    for (let left = strays(); left.length > 0; left = strays()) {
      for (const { pid } of left) killProcess(pid);
      await sleep(2);
    }
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
