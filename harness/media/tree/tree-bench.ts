import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { TraceShape } from "../../model/steps.js";
import type { TraceEvent } from "../../model/trace.js";
import type { TreeEvent } from "../../model/tree/tree-change.js";
import type { TreeDifferences } from "../../model/tree/tree-entry.js";
import { TreeShim } from "../../shim/tree/tree-shim.js";
import { sandboxFolder } from "../../target/sandbox.js";
import { runTool } from "../../target/tool.js";
import type { Bench, KeptState, RunPaths, RunPlan, RunStatus } from "../bench.js";
import { differenceLines, differenceText } from "./difference-lines.js";
import { TreeRun } from "./tree-run.js";

const mountPoint = join(sandboxFolder, "mnt");

/** A folder with all that is in it, served; each run of it is recorded. */
export class TreeBench implements Bench {
  readonly noun = "tree";
  readonly shim: TreeShim;
  /** What the last run has done, once it was asked for. */
  #trace: readonly TreeEvent[] | undefined;
  /** The name of the current state, and how it differs from the base, once they were asked for. */
  #key: string | undefined;
  #fromBase: TreeDifferences | undefined;

  private constructor(shim: TreeShim) {
    this.shim = shim;
  }

  /** Serves a copy of a folder inside of a sandbox. */
  static async open(folder: string): Promise<TreeBench> {
    mkdirSync(mountPoint, { recursive: true });
    const shim = await TreeShim.mount(mountPoint, runTool);
    shim.load(folder);
    return new TreeBench(shim);
  }

  /** The current state is another one from here on. */
  moved(): void {
    this.#key = undefined;
    this.#fromBase = undefined;
  }

  /** Lets tools look at the tree under a path, or change it. */
  async show<T>(look: (treePath: string) => Promise<T>): Promise<T> {
    await this.begin({ kind: "plain" });
    try {
      return await look(this.shim.treePath);
    } finally {
      await this.settle();
    }
  }

  begin(plan: RunPlan): Promise<void> {
    this.moved();
    this.#trace = undefined;
    const { stop, delay } = plan.kind === "plain" ? {} : plan;
    this.shim.begin({
      ...(stop && { cut: stop }),
      ...(delay && { delayMs: delay.ms, delayWindows: delay.ranges }),
    });
    return Promise.resolve();
  }

  paths(): RunPaths {
    const { stdoutPath, stderrPath, syncsPath, treePath } = this.shim;
    return { medium: treePath, stdout: stdoutPath, stderr: stderrPath, syncs: syncsPath };
  }

  setVictim(id: number): void {
    this.shim.setProcessGroup(id);
  }

  setCommand(number: number): void {
    this.shim.setCommand(number);
  }

  cutNow(): void {
    this.shim.cutNow();
  }

  status(): RunStatus {
    return this.shim.status();
  }

  settle(): Promise<void> {
    this.moved();
    return Promise.resolve();
  }

  trace(): readonly TreeEvent[] {
    this.#trace ??= this.shim.trace();
    return this.#trace;
  }

  traceBytes(): Buffer {
    return Buffer.from(this.shim.traceBytes());
  }

  recorded(shapeOf: (trace: readonly TraceEvent[]) => TraceShape): TreeRun {
    const trace = this.trace();
    return new TreeRun(this.traceBytes(), trace, shapeOf(trace));
  }

  runOf(traceBytes: Buffer, shapeOf: (trace: readonly TraceEvent[]) => TraceShape): TreeRun {
    return TreeRun.decode(traceBytes, shapeOf);
  }

  resetToBase(): void {
    this.moved();
    this.shim.resetToBase();
  }

  reset(): void {
    this.moved();
    this.shim.reset();
  }

  promote(): void {
    this.shim.promote();
  }

  save(): KeptState {
    const saved = this.shim.save();
    const move = (how: () => void) => () => {
      this.moved();
      how();
    };
    return {
      isBase: saved.isBase,
      restore: move(() => saved.restore()),
      goBack: move(() => saved.goBack()),
      forget: () => saved.forget(),
    };
  }

  stateBytes(): Buffer {
    return this.shim.stateBytes();
  }

  loadState(bytes: Buffer): void {
    this.moved();
    this.shim.loadState(bytes);
  }

  key(): string {
    this.#key ??= this.shim.key();
    return this.#key;
  }

  digest(): string {
    return this.shim.digest();
  }

  /** Entries that are not as at the start of all. */
  differences(): TreeDifferences {
    this.#fromBase ??= this.shim.changedFromBase();
    return this.#fromBase;
  }

  /** Whether a file of the current state has only zeros in it. */
  isZeros(path: string): boolean {
    return this.shim.readFile(path)?.every((byte) => byte === 0) ?? false;
  }

  changeFromBase(): string | undefined {
    const text = differenceText(this.differences());
    return text && `expected the tree as before, found ${text}`;
  }

  changeFromSnapshot(): string | undefined {
    return differenceText(this.shim.changedFromSnapshot());
  }

  describe(): readonly string[] {
    return differenceLines(this.differences());
  }

  keep(folder: string, name: string): void {
    const path = join(folder, name);
    mkdirSync(path);
    this.shim.writeTo(path);
  }
}
