import type { BlockRow } from "../../model/proofs/block-row.js";
import { openStream } from "../../model/prng.js";
import { answersTo } from "../../oracles/facts/partition-names.js";
import type { NameKind } from "../../target/private-names.js";
import * as judge from "./block-judge.js";
import { killKind } from "./block-kills.js";
import { BlockLab, type BlockRun } from "./block-lab.js";
import type { DiskGolden } from "../../media/disk/golden/disk-golden.js";
import type { GoldenMade } from "../golden/golden-run.js";
import type { DiskLab } from "./disk-lab.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";

/** What the checks on a block device are made with. */
export interface BlockContext {
  readonly at: DiskLab;
  readonly scenario: Scenario;
  readonly target: Target;
  /** What runs on an image file have shown. */
  readonly made: GoldenMade;
  /** What they have left. */
  readonly seen: DiskGolden;
  readonly seed: string;
  readonly killCount: number;
}

/** Two passes may repair; the third must be clean. */
const resumeLimit = 3;

/** A kill that comes when no command runs any more is drawn again. */
const drawLimit = 4;

/** Runs every check under one kind of names, and tells of each as it ends. */
export class BlockChecks {
  readonly #context: BlockContext;
  readonly #kind: NameKind;
  readonly #device: BlockLab;
  readonly #tell: (row: BlockRow) => void;

  constructor(context: BlockContext, kind: NameKind, tell: (row: BlockRow) => void) {
    const { at, scenario, target, seen } = context;
    this.#context = context;
    this.#kind = kind;
    this.#tell = tell;
    this.#device = new BlockLab(at, scenario, target, kind, seen.golden.base.sectorBytes);
  }

  /** The device is gone again when this returns. Throws HarnessError where a tool fails. */
  async runAll(): Promise<void> {
    try {
      const normal = await this.#uninterrupted();
      if (normal === undefined) {
        const detail = "the uninterrupted run did not succeed on this device";
        for (const check of ["opened beside it", "a partition in use", "kills"]) {
          this.#row(check, { result: "not run", detail });
        }
        return;
      }
      this.#row("opened beside it", await this.#openBeside());
      this.#row("a partition in use", await this.#inUse());
      const { killCount } = this.#context;
      for (let kill = 1; kill <= killCount; kill += 1) {
        this.#row(`kill ${kill} of ${killCount}`, await this.#kill(kill, normal));
      }
    } finally {
      await this.#device.shutDown();
    }
  }

  #row(check: string, judged: judge.Judged): void {
    this.#tell({ names: this.#kind, check, ...judged });
  }

  async #bootAnew(): Promise<void> {
    await this.#device.shutDown();
    this.#context.at.lab.bench.resetToBase();
    await this.#device.boot();
  }

  /** Undefined where it did not succeed. */
  async #uninterrupted(): Promise<BlockRun | undefined> {
    await this.#bootAnew();
    const run = await this.#device.run("first");
    const disk = await judge.judgeDisk(this.#context, run);
    const check = "uninterrupted run";
    if (!run.succeeded) {
      const ended = judge.howEnded(run);
      if (disk.result !== "held") this.#row(check, { ...disk, detail: `${ended}; ${disk.detail}` });
      else this.#row(check, { result: "undecided", detail: `it changes nothing, and ${ended}` });
      return undefined;
    }
    this.#row(check, { result: "held", detail: `${run.writeCount} writes` });
    this.#row("disk as on an image file", disk);
    this.#row("kernel's view", judge.judgeView(this.#device, run, false));
    const agrees = await this.#device.tellKernel();
    this.#row("kernel's view after partx", judge.viewIs(this.#device, agrees));
    if (this.#context.made.rerunIsQuiet) this.#row("one more run", await this.#oneMore());
    return run;
  }

  /** On a finished disk nothing is left to be done, here as on an image file. */
  async #oneMore(): Promise<judge.Judged> {
    const { bench } = this.#context.at.medium;
    bench.promote();
    const run = await this.#device.run("resume");
    const problem = run.succeeded ? undefined : judge.howEnded(run);
    return judge.judgeRerun(problem, bench.changeFromSnapshot());
  }

  /** The disk and a partition that stays where it is are open in another process. */
  async #openBeside(): Promise<judge.Judged> {
    const kept = this.#partition(true);
    if (kept === undefined) return { result: "not run", detail: "each partition moves" };
    await this.#bootAnew();
    await this.#device.hold([kept.number]);
    const run = await this.#device.run("first");
    const beside = `${this.#kind} disk and ${kept.name} open in another process`;
    if (!run.succeeded) return this.#afterRelease(beside, run);
    const disk = await judge.judgeDisk(this.#context, run);
    const view = judge.judgeView(this.#device, run, true);
    const worst = disk.result === "held" ? view : disk;
    return { ...worst, detail: `${beside}; ${worst.detail}` };
  }

  /** A partition that moves is in use: the table is committed, and a reboot is asked for. */
  async #inUse(): Promise<judge.Judged> {
    const moved = this.#partition(false);
    if (moved === undefined) return { result: "not run", detail: "no partition moves" };
    await this.#bootAnew();
    await this.#device.hold([moved.number]);
    const run = await this.#device.run("first");
    const asked = judge.asksForReboot(run);
    const held = `${moved.name} open in another process`;
    const disk = await judge.judgeDisk(this.#context, { ...run, succeeded: true });
    if (disk.result !== "held" || !(run.succeeded || asked)) return this.#afterRelease(held, run);
    if (!asked) {
      const detail = `${held}: expected to be told to reboot, found nothing of it in the output`;
      return judge.violated("diverged", detail);
    }
    await this.#device.release();
    const after = judge.viewIs(this.#device, await this.#device.tellKernel());
    if (after.result !== "held") return after;
    const detail = `${held}; the table is committed, a reboot is asked for, and partx then agrees`;
    return { result: "held", detail };
  }

  /** It failed while something was open: does it get through when that is closed? */
  async #afterRelease(what: string, failed: BlockRun): Promise<judge.Judged> {
    await this.#device.release();
    await this.#device.tellKernel();
    const { run, disk } = await this.#resume();
    const healed = run.succeeded && disk.result === "held";
    const end = healed ? "run again after that was closed, it finishes" : disk.detail;
    const detail = `${what}; ${judge.howEnded(failed)}; ${end}`;
    return judge.violated(disk.class ?? "stuck", detail);
  }

  /**
   * Of each four kills, the second and the fourth are followed by a boot, in which the kernel reads
   * the table anew.
   */
  async #kill(kill: number, normal: BlockRun): Promise<judge.Judged> {
    const stream = openStream(this.#context.seed, `block ${this.#kind} kill ${kill}`);
    const most = { line: normal.lineCount, write: normal.writeCount };
    const kind = killKind(kill, most);
    if (kind === undefined)
      return { result: "not run", detail: "it neither writes nor says anything" };
    for (let draw = 1; draw <= drawLimit; draw += 1) {
      const place = stream.integer(1, most[kind]);
      await this.#bootAnew();
      const run = await this.#device.run("first", { [kind]: place });
      if (run.ended !== "killed") continue;
      return this.#judgeKill(kill, `${kind} ${place} of ${most[kind]} (${run.lastStep})`);
    }
    const detail = `${drawLimit} kills came when no command was running`;
    return { result: "undecided", detail };
  }

  async #judgeKill(kill: number, place: string): Promise<judge.Judged> {
    const boots = kill % 2 === 0;
    const where = `after ${place}, run again ${boots ? "after a boot" : "at once"}`;
    const atKill = await judge.judgeAtKill(this.#context);
    if (boots) {
      await this.#device.shutDown();
      await this.#device.boot();
    }
    const { run, disk } = await this.#resume();
    const view = run.succeeded ? judge.judgeView(this.#device, run, false) : disk;
    const worst = judge.worstJudged([atKill, disk, view]);
    if (worst !== undefined) return { ...worst, detail: `${where}; ${worst.detail}` };
    const open = view.result === "undecided" ? view : disk;
    return { ...open, detail: `${where}; ${open.detail}` };
  }

  async #resume(): Promise<{ run: BlockRun; disk: judge.Judged }> {
    let run = await this.#device.run("resume");
    for (let count = 1; count < resumeLimit && !run.succeeded; count += 1) {
      run = await this.#device.run("resume");
    }
    return { run, disk: await judge.judgeDisk(this.#context, run) };
  }

  /** A partition that golden leaves at its place, or one that it moves. */
  #partition(stays: boolean): { name: string; number: number } | undefined {
    const { base, runs } = this.#context.seen.golden;
    const found = base.partitions.find(({ entry, startBytes, sizeBytes }) => {
      const now = runs[0].facts.partitions.find((each) => answersTo(each, entry.name));
      if (now === undefined) return false;
      const same = now.startBytes === startBytes;
      return stays ? same && now.sizeBytes === sizeBytes : !same;
    });
    return found && { name: found.entry.name, number: found.entry.number };
  }
}
