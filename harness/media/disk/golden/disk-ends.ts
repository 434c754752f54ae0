import type { Scenario } from "../../../catalogue/scenario.js";
import { applyState, decodeState, encodeState } from "../../../crash/disk-state.js";
import { ImageMaker } from "../../../crash/image-maker.js";
import type { RecordedRun } from "../../../model/recorded-run.js";
import { pageOfRun, type GoldenRun } from "../../../oracles/golden.js";
import type { KeptState } from "../../bench.js";
import type { GoldenSeen, GoldenWatch, MediumGolden, RunEnds, StoredEnds } from "../../medium.js";
import type { DiskBench } from "../disk-bench.js";
import { DiskRun } from "../disk-run.js";
import { diskGolden } from "./disk-golden.js";

/**
 * What uninterrupted runs leave on a disk, as it is stored: pages over the base with all writes of
 * the recorded run on it, which is what the recorded one has left, and nearly what the other has.
 */
export class DiskEnds implements RunEnds {
  readonly #bench: DiskBench;
  readonly #watch: (scenario: Scenario) => Promise<GoldenWatch>;

  constructor(bench: DiskBench, watch: (scenario: Scenario) => Promise<GoldenWatch>) {
    this.#bench = bench;
    this.#watch = watch;
  }

  store(golden: MediumGolden, recorded: RecordedRun): StoredEnds {
    const { runs, rerun } = diskGolden(golden).golden;
    const [first, second] = runs;
    this.#replay(recorded);
    return {
      runs: [this.#encode(first), this.#encode(second)],
      ...(rerun && { rerun: { bytes: this.#encode(rerun.left), exitedZero: rerun.exitedZero } }),
    };
  }

  async judge(scenario: Scenario, ends: StoredEnds, recorded: RecordedRun): Promise<GoldenSeen> {
    this.#bench.resetToBase();
    const watch = await this.#watch(scenario);
    for (const bytes of ends.runs) {
      this.#load(bytes, recorded).forget();
      await watch.observe(recorded);
    }
    const first = this.#load(ends.runs[0], recorded);
    if (ends.rerun !== undefined) await this.#rerun(watch, ends.rerun, first, recorded);
    first.restore();
    first.forget();
    return watch.finish();
  }

  /** What one more run has left is looked at over what it began with. */
  async #rerun(
    watch: GoldenWatch,
    { bytes, exitedZero }: NonNullable<StoredEnds["rerun"]>,
    first: KeptState,
    recorded: RecordedRun,
  ): Promise<void> {
    const rerun = this.#load(bytes, recorded);
    first.restore();
    rerun.goBack();
    await watch.rerun({ problem: exitedZero ? undefined : "it has failed", said: "" });
    rerun.forget();
  }

  #load(bytes: Buffer, recorded: RecordedRun): KeptState {
    this.#replay(recorded);
    applyState(this.#bench.disk, decodeState(bytes));
    this.#bench.promote();
    return this.#bench.save();
  }

  /** Makes what all writes of the recorded run lead to. */
  #replay(recorded: RecordedRun): void {
    const run = DiskRun.from(recorded);
    this.#bench.resetToBase();
    const maker = new ImageMaker(this.#bench.disk, run, []);
    maker.make({ kind: "write", writes: run.writes.length, bytes: 0 }, "");
    maker.close();
  }

  /** What is on the bench is what the recorded run leads to. */
  #encode(run: GoldenRun): Buffer {
    const { disk } = this.#bench;
    const base = disk.baseSource();
    const suspects = new Set([...run.changedPages.keys(), ...disk.pagesNotBase()]);
    const pages = new Map<number, Buffer>();
    for (const page of [...suspects].sort((one, other) => one - other)) {
      const bytes = run.changedPages.get(page) ?? pageOfRun(run, base, page);
      if (!disk.page(page).equals(bytes)) pages.set(page, bytes);
    }
    return encodeState({ sizeBytes: run.facts.sizeBytes, pages });
  }
}
