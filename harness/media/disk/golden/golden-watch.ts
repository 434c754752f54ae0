import type { Scenario } from "../../../catalogue/scenario.js";
import { diskRegions } from "../../../layout/disk-regions.js";
import type { Region } from "../../../layout/region.js";
import type { RecordedRun } from "../../../model/recorded-run.js";
import type { Fault } from "../../../model/verdict.js";
import type { WriteEvent } from "../../../model/trace.js";
import type { Holds } from "../../../oracles/at-crash.js";
import type { DiskFacts } from "../../../oracles/facts/facts.js";
import { contentType } from "../../../oracles/facts/partition-content.js";
import { bystandersOf, leftAloneOnce, withSameFiles } from "../../../oracles/find-bystanders.js";
import { notAskedNotices, type FsckReport } from "../../../oracles/fsck/fsck.js";
import { goldenDiffers } from "../../../oracles/compare/golden-differs.js";
import type { Golden, GoldenRun, RerunEnd } from "../../../oracles/golden.js";
import { ExpectedLosses } from "../../../oracles/uncrashed/expected-losses.js";
import { workDone, type WorkDone as DiskWork } from "../../../oracles/uncrashed/work-done.js";
import { pageBytes } from "../../../shim/memory.js";
import type { GoldenSeen, GoldenWatch, Rerun, RunTold, WorkDone } from "../../medium.js";
import { checkerLimitMs } from "../checker-limit.js";
import { baseHealth } from "./base-health.js";
import { bootCodeLeft, type BootCodeLeft } from "./boot-code-left.js";
import type { DiskBench } from "../disk-bench.js";
import type { DiskGolden } from "./disk-golden.js";
import { DiskRun } from "../disk-run.js";
import type { Examiner } from "../examiner.js";
import { damageOf, notMended } from "./mended.js";
import { rerunOf } from "./rerun.js";
import { wipedIn } from "./wiped-bytes.js";
import { notKept, sickWithoutCrash } from "./wrong-without-crash.js";

/** An uninterrupted run: what it did, what it left. */
interface Observed {
  readonly recorded: DiskRun;
  readonly left: GoldenRun;
  readonly regions: readonly Region[];
  readonly bootCode: BootCodeLeft;
}

/** Sees what uninterrupted runs make of a disk. */
export class DiskGoldenWatch implements GoldenWatch {
  readonly baseProblems: readonly string[];
  readonly #bench: DiskBench;
  readonly #examiner: Examiner;
  readonly #scenario: Scenario;
  readonly #base: DiskFacts;
  readonly #baseFsck: readonly FsckReport[];
  readonly #regionsBefore: readonly Region[];
  readonly #runs: Observed[] = [];
  #rerun: RerunEnd | undefined;

  private constructor(
    bench: DiskBench,
    examiner: Examiner,
    scenario: Scenario,
    base: DiskFacts,
    baseFsck: readonly FsckReport[],
  ) {
    this.#bench = bench;
    this.#examiner = examiner;
    this.#scenario = scenario;
    this.#base = base;
    this.#baseFsck = baseFsck;
    this.baseProblems = baseHealth(base, baseFsck, damageOf(scenario)).problems;
    this.#regionsBefore = diskRegions(bench.disk.source());
  }

  /** Looks at the base, which is on the bench. */
  static async start(
    bench: DiskBench,
    examiner: Examiner,
    scenario: Scenario,
  ): Promise<DiskGoldenWatch> {
    const base = await examiner.read();
    const fsck = await examiner.fsck(base);
    examiner.limitTo(limitOf(scenario, fsck));
    return new DiskGoldenWatch(bench, examiner, scenario, base, fsck);
  }

  async observe(run: RecordedRun): Promise<void> {
    const { disk } = this.#bench;
    const recorded = DiskRun.from(run);
    const facts = await this.#examiner.read();
    const changedPages = this.#changedPages();
    const regions = diskRegions(disk.source());
    const bootCode = bootCodeLeft(disk, this.#scenario, recorded, this.#regionsBefore);
    const fsck = await this.#examiner.fsck(facts);
    this.#runs.push({ recorded, left: { facts, fsck, changedPages }, regions, bootCode });
  }

  /** Pages that an earlier run has left the same are kept once. */
  #changedPages(): ReadonlyMap<number, Buffer> {
    const { disk } = this.#bench;
    const earlier = this.#runs[0]?.left.changedPages;
    return new Map(
      disk.pagesNotBase().map((page) => {
        const [bytes, known] = [disk.page(page), earlier?.get(page)];
        return [page, known?.equals(bytes) === true ? known : Buffer.from(bytes)];
      }),
    );
  }

  clockStepMs(): number {
    const facts = [this.#base, ...this.#runs.map(({ left }) => left.facts)];
    const types = facts.flatMap(({ partitions }) =>
      partitions.map((partition) => contentType(partition) ?? ""),
    );
    // FAT and exFAT count in two seconds, the others in one or in less.
    return types.some((type) => /^(?:ex)?fat/.test(type)) ? 2000 : 1000;
  }

  async rerun(told: RunTold): Promise<Rerun> {
    const left = this.#runs[0]?.left;
    if (left === undefined) throw new Error("a run again before there was a run");
    const { disk } = this.#bench;
    if (told.problem === undefined && disk.pagesNotSnapshot().length === 0) {
      return { kind: "quiet" };
    }
    const facts = await this.#examiner.read();
    const fsck = await this.#examiner.fsck(facts);
    const rerun = rerunOf(told, disk.pagesNotSnapshot(), left.facts, facts, this.#base);
    if (rerun.kind === "not repeatable") {
      const changedPages = this.#changedPages();
      this.#rerun = { exitedZero: told.problem === undefined, left: { facts, fsck, changedPages } };
    }
    return rerun;
  }

  async workDone(): Promise<WorkDone> {
    const facts = await this.#examiner.read();
    const changedPages = this.#changedPages();
    const base = this.#bench.disk.baseSource();
    const leftAlone = bystandersOf(this.#base, [{ facts, changedPages }], base);
    const sameFiles = withSameFiles(this.#base, facts).filter((name) => !leftAlone.includes(name));
    return { ...this.#workDone(facts, changedPages), leftAlone, sameFiles };
  }

  #workDone(facts: DiskFacts, changedPages: ReadonlyMap<number, Buffer>): DiskWork {
    const expected = new ExpectedLosses(this.#scenario.expects);
    const wiped = wipedIn(changedPages, this.#bench.disk.baseSource());
    return workDone(this.#base, facts, expected, wiped);
  }

  async finish(): Promise<GoldenSeen> {
    const [first, second] = this.#runs;
    if (first === undefined || second === undefined) throw new Error("golden needs two runs");
    const done = this.#workDone(first.left.facts, first.left.changedPages);
    const golden = this.#golden(first, second, done);
    const holds = this.#holds(golden);
    const differs = this.#differences(golden, holds);
    if (differs.length > 0) {
      const what = "two uninterrupted runs differ in what must not differ";
      return { kind: "differs", reason: `${what}: ${differs.join("; ")}` };
    }
    const layouts = { before: this.#regionsBefore, after: first.regions };
    const isRepairedAtBoot = !this.#isBuilt;
    const limitMs = limitOf(this.#scenario, this.#baseFsck);
    const seen: DiskGolden = { medium: "disk", golden, holds, layouts, isRepairedAtBoot, limitMs };
    const { repaired } = this.#examiner;
    const isUnreadable = (each: Fault) => each.checker === "content" && each.class === "unreadable";
    const unreadable = done.faults.filter(isUnreadable);
    return {
      kind: "alike",
      golden: seen,
      findings: [
        ...done.faults.filter((each) => !isUnreadable(each)),
        ...notMended(this.#scenario, first.left),
        ...(await sickWithoutCrash(golden, this.#baseFsck, unreadable, repaired)),
        ...notKept(this.#base, first.left, holds, done.faults),
        ...first.bootCode.overwritten,
      ],
      work: done.lines,
      notices: this.#notices(first.left),
      deterministic: sameWrites(first.recorded.writes, second.recorded.writes),
    };
  }

  get #isBuilt(): boolean {
    return this.#scenario.image.kind === "built";
  }

  #golden(first: Observed, second: Observed, { faults }: DiskWork): Golden {
    const regions = [...this.#regionsBefore, ...first.regions];
    const isViewed = this.#scenario.checks.view !== undefined;
    return {
      base: this.#base,
      baseFsck: this.#baseFsck,
      runs: [first.left, second.left],
      ...(this.#rerun && { rerun: this.#rerun }),
      unmeant: unmeantIn(faults),
      bytes: this.#isBuilt ? "content" : isViewed ? "viewed" : "not read",
      writtenPages: pagesWritten(first.recorded.writes),
      tables: regions.filter(({ kind }) => kind === "table"),
      bootCode: first.bootCode.kept,
    };
  }

  /** As the scenario says; on an image of the user's, what uninterrupted runs leave alone, too. */
  #holds({ base, runs }: Golden): Holds {
    const { holds } = this.#scenario;
    if (this.#isBuilt) return holds;
    const learnt = bystandersOf(base, runs, this.#bench.disk.baseSource());
    return { ...holds, bystanders: [...new Set([...holds.bystanders, ...learnt])] };
  }

  /** Of any command, what it leaves alone is learnt from the runs: they must say the same of it. */
  #differences(golden: Golden, holds: Holds): string[] {
    const differs = goldenDiffers(golden, holds);
    if (this.#isBuilt) return differs;
    const names = leftAloneOnce(golden.base, golden.runs, this.#bench.disk.baseSource());
    const once = names.map((name) => `${name}: one of them leaves it alone, the other does not`);
    return [...differs, ...once];
  }

  #notices({ fsck }: GoldenRun): string[] {
    const asked = [...this.#baseFsck, ...fsck];
    return [
      ...damageOf(this.#scenario).map(({ kind }) => `the image is damaged on purpose: ${kind}`),
      ...this.baseProblems.map((each) => `wrong with the image before anything runs: ${each}`),
      ...notAskedNotices(asked),
    ];
  }
}

function limitOf({ timeoutSeconds }: Scenario, ofBase: readonly FsckReport[]): number {
  return checkerLimitMs(ofBase, timeoutSeconds * 1000);
}

/** Where a partition is gone, the numbers in the table are other ones as well. */
function unmeantIn(faults: readonly Fault[]): ReadonlySet<string> {
  return new Set([...faults.map(({ place }) => place), ...(faults.length > 0 ? ["table"] : [])]);
}

function sameWrites(one: readonly WriteEvent[], other: readonly WriteEvent[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ change, offsetBytes, lengthBytes }, index) => {
      const twin = other[index];
      return (
        twin?.change === change &&
        twin.offsetBytes === offsetBytes &&
        twin.lengthBytes === lengthBytes
      );
    })
  );
}

function pagesWritten(writes: readonly WriteEvent[]): ReadonlySet<number> {
  const pages = new Set<number>();
  for (const { change, offsetBytes, lengthBytes } of writes) {
    if (change === "size") continue;
    const last = Math.ceil((offsetBytes + lengthBytes) / pageBytes) - 1;
    for (let page = Math.floor(offsetBytes / pageBytes); page <= last; page += 1) pages.add(page);
  }
  return pages;
}
