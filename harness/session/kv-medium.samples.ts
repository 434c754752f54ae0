import { ImageMaker } from "../crash/image-maker.js";
import { planPoints, type PointPlan } from "../explore/points.js";
import type { CrashModels, WantedPoints } from "../media/crash-models.js";
import { DiskBench } from "../media/disk/disk-bench.js";
import { DiskRun, isWrite } from "../media/disk/disk-run.js";
import type { CrashJudgement, Judge, RepairDone } from "../media/judge.js";
import type {
  GoldenSeen,
  GoldenWatch,
  Medium,
  MediumGolden,
  Rerun,
  RunTold,
  WorkDone,
} from "../media/medium.js";
import { UsageError } from "../model/errors.js";
import type { Judgement, Told } from "../model/judgement.js";
import type { Place } from "../model/place.js";
import type { RecordedRun } from "../model/recorded-run.js";
import { stepAt } from "../model/steps.js";
import type { ChangeEvent } from "../model/trace.js";
import type { Fault, FindingClass } from "../model/verdict.js";
import type { RunTool } from "../target/tool.js";

/** A record of the file: `key=value`, filled up with zeros. */
export const slotBytes = 32;

type Pairs = Readonly<Record<string, string>>;

/** What runs that went to their end have left: the pairs in which both of them agree. */
interface KvGolden extends MediumGolden {
  readonly base: Pairs;
  readonly left: Pairs;
}

/**
 * For tests: a file of keys and values, the smallest medium there is. Its places are its keys. It
 * borrows the bench of a disk, since it is served and recorded as one; its crash models and its
 * judge are its own.
 */
export class KvMedium implements Medium {
  readonly bench: DiskBench;
  readonly logs = undefined;
  readonly ends = undefined;

  private constructor(bench: DiskBench) {
    this.bench = bench;
  }

  static async open(path: string, launchTool: RunTool): Promise<KvMedium> {
    return new KvMedium(await DiskBench.open(path, launchTool, "file"));
  }

  watchGolden(): Promise<GoldenWatch> {
    return Promise.resolve(new KvWatch(this.bench));
  }

  openBy(golden: MediumGolden, recorded: RecordedRun) {
    if (golden.medium !== "kv") throw new Error(`expected golden of kv, found ${golden.medium}`);
    const seen = golden as KvGolden;
    return {
      crashes: new KvCrashes(this.bench, DiskRun.from(recorded), Object.keys(seen.base)),
      judge: new KvJudge(this.bench, seen),
    };
  }
}

function readPairs({ disk }: DiskBench): Pairs {
  const text = disk.source().read(0, disk.sizeBytes).toString("latin1");
  const slots = text.match(new RegExp(`[^]{${slotBytes}}`, "g")) ?? [];
  const matches = slots.flatMap((slot) => /^(\w+)=(\w*)\0*$/.exec(slot) ?? []);
  const words = matches.filter((_, index) => index % 3 > 0);
  return Object.fromEntries(
    words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? ""]] : [])),
  );
}

class KvWatch implements GoldenWatch {
  readonly baseProblems = [];
  readonly #bench: DiskBench;
  readonly #base: Pairs;
  readonly #left: Pairs[] = [];

  constructor(bench: DiskBench) {
    this.#bench = bench;
    this.#base = readPairs(bench);
  }

  observe(): Promise<void> {
    this.#left.push(readPairs(this.#bench));
    return Promise.resolve();
  }

  clockStepMs(): number {
    return 1;
  }

  rerun({ problem }: RunTold): Promise<Rerun> {
    const message = problem ?? this.#bench.changeFromSnapshot();
    const rerun = message === undefined ? ({ kind: "quiet" } as const) : undefined;
    return Promise.resolve(rerun ?? { kind: "harmless", message: message ?? "" });
  }

  workDone(): Promise<WorkDone> {
    return Promise.resolve(this.#workDone(readPairs(this.#bench)));
  }

  #workDone(now: Pairs): WorkDone {
    const changes = Object.entries(this.#base).filter(([key, value]) => now[key] !== value);
    return {
      lines: changes.map(([key, value]) => `${key}: ${value} became ${now[key] ?? "nothing"}`),
      faults: goneFrom(this.#base, now, "silently lost"),
      sameFiles: [],
      leftAlone: Object.keys(this.#base).filter((key) => this.#base[key] === now[key]),
    };
  }

  finish(): Promise<GoldenSeen> {
    const [one = {}, other = {}] = this.#left;
    const left = Object.fromEntries(
      Object.entries(one).filter(([key, value]) => other[key] === value),
    );
    const golden: KvGolden = { medium: "kv", base: this.#base, left };
    const { lines, faults } = this.#workDone(one);
    const seen = { golden, findings: faults, work: lines, notices: [], deterministic: true };
    return Promise.resolve({ kind: "alike", ...seen });
  }
}

class KvCrashes implements CrashModels {
  readonly #bench: DiskBench;
  readonly #recorded: DiskRun;
  readonly #keys: readonly string[];

  constructor(bench: DiskBench, recorded: DiskRun, keys: readonly string[]) {
    this.#bench = bench;
    this.#recorded = recorded;
    this.#keys = keys;
  }

  placeOf(change: ChangeEvent): Place {
    const slot = isWrite(change) ? Math.floor(change.offsetBytes / slotBytes) : 0;
    return { name: this.#keys[slot] ?? "behind the last key", kind: "data" };
  }

  chart() {
    return undefined;
  }

  plan(wanted: WantedPoints): PointPlan {
    return this.planResume(this.#recorded, wanted);
  }

  planResume(run: RecordedRun, { filter, models, seed }: WantedPoints): PointPlan {
    const { shape, writes } = DiskRun.from(run);
    const changes = writes.map((write) => ({
      number: write.number,
      step: stepAt(shape, { kind: "write", writes: write.number, bytes: 0 }),
      place: this.placeOf(write),
      likeness: "pair",
    }));
    const lossesOf = () => ({ points: [], leftOutCount: 0 });
    return planPoints({ shape, changes, tearsOf: () => [7], lossesOf }, filter, models, seed);
  }

  maker(run: RecordedRun) {
    return new ImageMaker(this.#bench.disk, DiskRun.from(run), []);
  }

  callsOf() {
    return [];
  }

  tornAt() {
    return [];
  }

  flushTrials() {
    return [];
  }

  shrinkContext() {
    return { devices: [], cachedAt: () => [], lostPieces: () => [] };
  }

  slowed(): never {
    throw new UsageError("--delay-region: keys can't be slowed down");
  }
}

class KvJudge implements Judge {
  readonly #bench: DiskBench;
  readonly #seen: KvGolden;

  constructor(bench: DiskBench, seen: KvGolden) {
    this.#bench = bench;
    this.#seen = seen;
  }

  /** No crash may lose a key; which value it has is asked at the end. */
  atCrash(): Promise<CrashJudgement> {
    const now = readPairs(this.#bench);
    const { base, left } = this.#seen;
    const isFinished = Object.keys(base).every((key) => key in left && left[key] === now[key]);
    const findings = goneFrom(base, now, "lost");
    return Promise.resolve({ findings, isFinished, repairEnd: undefined, ...this.glance() });
  }

  /** Nobody repairs pairs. */
  repair(): Promise<readonly RepairDone[]> {
    return Promise.resolve([]);
  }

  excerpts() {
    return [];
  }

  glance() {
    return { sight: {} };
  }

  atEnd({ exitedZero }: Told): Promise<Judgement> {
    const now = readPairs(this.#bench);
    const findings = Object.entries(this.#seen.left)
      .filter(([key, value]) => now[key] !== value)
      .map(([key, value]) => {
        const message = `expected ${value}, found ${now[key] ?? "nothing"}`;
        return found(exitedZero ? "diverged" : "stuck", key, message);
      });
    return Promise.resolve({ findings, heldClass: "recovered", unread: [] });
  }
}

function goneFrom(base: Pairs, now: Pairs, className: FindingClass): Fault[] {
  const gone = Object.keys(base).filter((key) => !(key in now));
  return gone.map((key) => found(className, key, "gone"));
}

function found(className: FindingClass, place: string, message: string): Fault {
  return { checker: "pairs", class: className, place, message };
}
