import type { Scenario } from "../../../catalogue/scenario.js";
import { applyState, decodeState, differingPages, encodeState } from "../../../crash/disk-state.js";
import { ImageMaker } from "../../../crash/image-maker.js";
import type { RecordedRun } from "../../../model/recorded-run.js";
import type { GoldenRun } from "../../../oracles/golden.js";
import type { GoldenSeen, GoldenWatch, MediumGolden, RunEnds, StoredEnds } from "../../medium.js";
import type { DiskBench } from "../disk-bench.js";
import { DiskRun } from "../disk-run.js";
import { diskGolden } from "./disk-golden.js";

/** The bytes of each page of a disk. */
type Pages = (page: number) => Buffer;

/**
 * What uninterrupted runs leave on a disk, as it is stored: pages over the base with all writes of
 * the recorded run on it, which is what the recorded one has left, and nearly what the other has;
 * of one more run, over what the first has left.
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
    const { disk } = this.#bench;
    this.#replay(recorded);
    const encode = (run: GoldenRun, suspects: Iterable<number>, then: Pages): Buffer => {
      const pages = differingPages([...run.changedPages.keys(), ...suspects], this.#of(run), then);
      return encodeState({ sizeBytes: run.facts.sizeBytes, pages });
    };
    const encodeEnd = (run: GoldenRun) =>
      encode(run, disk.pagesNotBase(), (page) => disk.page(page));
    return {
      runs: [encodeEnd(first), encodeEnd(second)],
      ...(rerun && {
        rerun: {
          bytes: encode(rerun.left, first.changedPages.keys(), this.#of(first)),
          exitedZero: rerun.exitedZero,
        },
      }),
    };
  }

  async judge(
    scenario: Scenario,
    { runs, rerun }: StoredEnds,
    recorded: RecordedRun,
  ): Promise<GoldenSeen> {
    const { disk } = this.#bench;
    this.#bench.resetToBase();
    const watch = await this.#watch(scenario);
    this.#replay(recorded);
    const replayed = this.#bench.save();
    const ends = runs.map((bytes) => {
      replayed.restore();
      applyState(disk, decodeState(bytes));
      return this.#bench.save();
    });
    for (const end of ends) {
      end.restore();
      await watch.observe(recorded);
    }
    ends[0]?.restore();
    if (rerun !== undefined) {
      applyState(disk, decodeState(rerun.bytes));
      const problem = rerun.exitedZero ? undefined : "it has failed";
      await watch.rerun({ problem, said: "" });
      this.#bench.reset();
    }
    for (const state of [replayed, ...ends]) state.forget();
    return watch.finish();
  }

  /** The pages that a run has left: of its own, and of the base the others. */
  #of({ changedPages }: GoldenRun): Pages {
    return (page) => changedPages.get(page) ?? this.#bench.disk.basePage(page);
  }

  /** Makes what all writes of the recorded run lead to. */
  #replay(recorded: RecordedRun): void {
    const run = DiskRun.from(recorded);
    this.#bench.resetToBase();
    const maker = new ImageMaker(this.#bench.disk, run, []);
    maker.make({ kind: "write", writes: run.writes.length, bytes: 0 }, "");
    maker.close();
  }
}
