import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { digestOf } from "../../crash/digest.js";
import { applyState, decodeState, encodeState, stateOver } from "../../crash/disk-state.js";
import { stateKey, type StateKey } from "../../crash/state-key.js";
import { layoutLines } from "../../layout/layout-lines.js";
import type { TraceShape } from "../../model/steps.js";
import type { DiskEvent, TraceEvent } from "../../model/trace.js";
import { pageBytes } from "../../shim/memory.js";
import type { PagedDisk } from "../../shim/paged-disk.js";
import { PlainDisk } from "../../shim/plain/plain-disk.js";
import type { SavedState } from "../../shim/saved-state.js";
import type { Shim } from "../../shim/shim.js";
import { sandboxFolder } from "../../target/sandbox.js";
import { runTool, type RunTool } from "../../target/tool.js";
import type { Bench, KeptState, RunPaths, RunPlan, RunStatus } from "../bench.js";
import { DiskRun } from "./disk-run.js";
import { keepImage } from "./keep.js";
import { loadBase } from "./load-base.js";

const mountPoint = join(sandboxFolder, "mnt");
/** As long as the other one: a target may put its disk's path somewhere. */
const plainMountPoint = join(sandboxFolder, "alt");

/** A disk image, served twice: recorded, and through the page cache for runs that need no trace. */
export class DiskBench implements Bench {
  readonly noun: string;
  readonly shim: Shim;
  readonly disk: PagedDisk;
  readonly #plain: PlainDisk;
  #reference: ReadonlyMap<number, Buffer> = new Map();
  #kind: RunPlan["kind"] = "recorded";
  /** What the last run has done, once it was asked for. */
  #trace: readonly DiskEvent[] | undefined;
  #key: { readonly generation: number; readonly key: StateKey } | undefined;

  private constructor(shim: Shim, plain: PlainDisk, noun: string) {
    this.noun = noun;
    this.shim = shim;
    this.disk = shim.disk;
    this.#plain = plain;
  }

  /**
   * Mounts an image inside of a sandbox. `launchTool` starts tools from a small process; `noun` is
   * what messages call it.
   */
  static async open(imagePath: string, launchTool: RunTool, noun = "disk"): Promise<DiskBench> {
    mkdirSync(mountPoint, { recursive: true });
    mkdirSync(plainMountPoint, { recursive: true });
    const shim = await loadBase(imagePath, mountPoint, runTool);
    const plain = await PlainDisk.mount(plainMountPoint, shim.buffers, runTool, launchTool);
    return new DiskBench(shim, plain, noun);
  }

  /** The pages that most states end in, to name states quickly. Keys of before are void. */
  expectPages(reference: ReadonlyMap<number, Buffer>): void {
    this.#reference = reference;
    this.#key = undefined;
  }

  /** Lets tools look at the disk under a path. They must not write to it. */
  async show<T>(look: (diskPath: string) => Promise<T>): Promise<T> {
    await this.begin({ kind: "plain" });
    try {
      return await look(this.#plain.diskPath);
    } finally {
      await this.settle();
    }
  }

  async begin(plan: RunPlan): Promise<void> {
    this.#kind = plan.kind;
    this.#trace = undefined;
    if (plan.kind === "plain") {
      this.shim.begin({});
      await this.#plain.prepare();
      return;
    }
    const { stop, delay } = plan;
    this.shim.begin({
      ...(stop && { cut: stop }),
      ...(delay && { delayMs: delay.ms, delayWindows: delay.ranges }),
    });
  }

  paths(kind: RunPlan["kind"]): RunPaths {
    const { stdoutPath, stderrPath, syncsPath, diskPath } = this.shim;
    const medium = kind === "plain" ? this.#plain.diskPath : diskPath;
    return { medium, stdout: stdoutPath, stderr: stderrPath, syncs: syncsPath };
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

  async settle(): Promise<void> {
    if (this.#kind === "plain") await this.#plain.settle();
  }

  trace(): readonly DiskEvent[] {
    this.#trace ??= this.shim.trace();
    return this.#trace;
  }

  traceBytes(): Buffer {
    return Buffer.from(this.shim.traceBytes());
  }

  recorded(shapeOf: (trace: readonly TraceEvent[]) => TraceShape): DiskRun {
    const trace = this.trace();
    return new DiskRun(this.traceBytes(), trace, shapeOf(trace));
  }

  runOf(traceBytes: Buffer, shapeOf: (trace: readonly TraceEvent[]) => TraceShape): DiskRun {
    return DiskRun.decode(traceBytes, shapeOf);
  }

  resetToBase(): void {
    this.disk.resetToBase();
  }

  reset(): void {
    this.disk.reset();
  }

  promote(): void {
    this.disk.promote();
  }

  save(): KeptState {
    return keptState(this.disk, this.disk.save());
  }

  stateBytes(): Buffer {
    return encodeState(stateOver(this.disk, this.#reference));
  }

  loadState(bytes: Buffer): void {
    const state = decodeState(bytes);
    this.disk.resetToBase();
    applyState(this.disk, { sizeBytes: this.disk.sizeBytes, pages: this.#reference });
    applyState(this.disk, state);
    this.disk.promote();
  }

  key(): string {
    return this.stateKey().whole;
  }

  /** Names the current state and each part of it. */
  stateKey(): StateKey {
    const { generation } = this.disk;
    if (this.#key?.generation !== generation) {
      this.#key = { generation, key: stateKey(this.disk, this.#reference) };
    }
    return this.#key.key;
  }

  digest(): string {
    return digestOf(this.disk);
  }

  changeFromBase(): string | undefined {
    const pages = this.disk.pagesNotBase();
    const [first, ...more] = pages.filter(
      (page) => !this.disk.page(page).equals(this.disk.basePage(page)),
    );
    const wanted = this.disk.baseSource().sizeBytes;
    if (this.disk.sizeBytes !== wanted) {
      return `expected the disk as before, of ${wanted} bytes, found ${this.disk.sizeBytes} bytes`;
    }
    if (first === undefined) return undefined;
    return (
      `expected the disk byte for byte as before, found ${more.length + 1} pages changed, ` +
      `first at byte ${first * pageBytes}`
    );
  }

  changeFromSnapshot(): string | undefined {
    const pages = this.disk.pagesNotSnapshot();
    const count = pages.length + (this.disk.sizeBytes === this.disk.snapshotSizeBytes ? 0 : 1);
    if (count === 0) return undefined;
    return `${count} pages changed, first at byte ${(pages[0] ?? 0) * pageBytes}`;
  }

  describe(): readonly string[] {
    return layoutLines(this.disk.source());
  }

  keep(folder: string, name: string): void {
    keepImage(this.disk, folder, name);
  }
}

function keptState(disk: PagedDisk, saved: SavedState): KeptState {
  return {
    isBase: saved.pages.length === 0 && saved.sizeBytes === disk.baseSource().sizeBytes,
    restore: () => disk.restore(saved),
    goBack: () => disk.goBack(saved),
    forget: () => disk.forget(saved),
  };
}
