import { setTimeout as sleep } from "node:timers/promises";
import type { ByteSource } from "../../layout/byte-source.js";
import { diskRegions } from "../../layout/disk-regions.js";
import type { Region } from "../../layout/region.js";
import type { WriteEvent } from "../../model/trace.js";
import type { Finding } from "../../model/verdict.js";
import type { Holds } from "../../oracles/at-crash.js";
import { bootCodeOf, checkBootCode, notWritten, sameOnBoth } from "../../oracles/boot-code.js";
import { goldenDiffers } from "../../oracles/golden-differs.js";
import { bystandersOf, leftAloneOnce } from "../../oracles/find-bystanders.js";
import { notAskedNotices, type FsckReport } from "../../oracles/fsck.js";
import type { Golden, GoldenRun } from "../../oracles/golden.js";
import type { TornRange } from "../../oracles/table-at-crash.js";
import { pageBytes } from "../../shim/memory.js";
import { baseHealth } from "../../media/disk/base-health.js";
import {
  changeOf,
  changesNothing,
  wrongEnds,
  wrongWithout,
  type WrongEnd,
} from "./expected-end.js";
import type { Examiner } from "../../media/disk/examiner.js";
import type { Lab, RunRecord } from "../lab/lab.js";
import { damageOf, notMended } from "../../media/disk/mended.js";
import { recordedRun, type RecordedRun } from "../lab/recorded-run.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import { lastWords, writesOf } from "../lab/traces.js";
import { compareFacts } from "../../oracles/compare-facts.js";
import { rerunOf, type Rerun } from "./rerun.js";
import { canWatchSync } from "../lab/watch-sync.js";
import { wrongWithoutCrash } from "../../media/disk/wrong-without-crash.js";

const secondsApartMs = 2100;

/** What two uninterrupted runs gave. */
export interface GoldenMade {
  readonly kind: "golden";
  readonly golden: Golden;
  /** What must hold at each crash and at the end. */
  readonly holds: Holds;
  /** Everything that one of the runs did. */
  readonly recorded: RecordedRun;
  /** It calls sync(), so that runs which power is taken from must be watched for that. */
  readonly usesSync: boolean;
  /** Calls of sync() could be seen at all. */
  readonly seesSync: boolean;
  readonly durationMs: number;
  /** What is wrong though nothing was killed. */
  readonly findings: readonly Finding[];
  /** How it ends otherwise than the scenario asks, though nothing was killed. */
  readonly wrongEnds: readonly WrongEnd[];
  /** The scenario asks that no run changes a byte, and no uninterrupted one has. */
  readonly changesNothing: boolean;
  /** What the reader should know before any crash. */
  readonly notices: readonly string[];
  readonly regionsBefore: readonly Region[];
  readonly regionsAfter: readonly Region[];
  /** Both uninterrupted runs made the same writes in the same order. */
  readonly deterministic: boolean;
}

/** What the assumptions gave: a golden to judge by, or why nothing can be judged. */
export type GoldenResult = GoldenMade | { readonly kind: "undecided"; readonly reason: string };

/**
 * Checks the assumptions: a healthy base, and two uninterrupted runs that succeed. The base of a
 * user's own image may be sick: what is wrong with it is a notice then, and nobody's fault.
 */
export async function makeGolden(
  lab: Lab,
  examiner: Examiner,
  scenario: Scenario,
  target: Target,
): Promise<GoldenResult> {
  const { disk } = lab.shim;
  disk.resetToBase();
  const base = examiner.facts();
  const baseFsck = await examiner.fsck(base);
  const { problems } = baseHealth(base, baseFsck, damageOf(scenario));
  if (scenario.image.kind === "built" && problems.length > 0) {
    return undecided(`the base image is not healthy: ${problems.join("; ")}`);
  }
  const regionsBefore = diskRegions(disk.source());
  const first = await goldenRun(lab, examiner, scenario, target);
  if ("reason" in first) return undecided(first.reason);
  const regionsAfter = diskRegions(disk.source());
  const { bootCode, overwritten } = bootCodeAfter(lab, scenario, first.recorded, regionsBefore);
  disk.resetToBase();
  await otherSecond(first.record);
  // A watcher waits for processes that stay behind, for ever.
  const watchSync = first.record.strays.length === 0 && (await canWatchSync(lab.launcher.runTool));
  const second = await goldenRun(lab, examiner, scenario, target, watchSync);
  if ("reason" in second) return undecided(second.reason);
  disk.promote();
  await otherSecond(second.record);
  const again = await lab.run({ part: "resume", plain: true });
  const failedAgain = changesNothing(scenario) ? undefined : whyFailed(lab, again);
  const rerun = rerunOf(failedAgain, disk.pagesNotSnapshot(), () =>
    compareFacts([second.run.facts], examiner.facts(), base),
  );
  disk.resetToBase();
  const rerunIsQuiet = rerun.kind === "quiet";
  const tables = [...regionsBefore, ...regionsAfter].filter(({ kind }) => kind === "table");
  const usesSync = second.record.trace.some((event) => event.kind === "flush" && event.ofSystem);
  const golden: Golden = {
    ...{ base, baseFsck, tables, bootCode, rerunIsQuiet },
    runs: [first.run, second.run],
    writtenPages: pagesWritten(first.recorded.writes),
  };
  const holds = holdsOf(scenario, golden, disk.baseSource());
  const differs = whyNotAlike(scenario, golden, holds, disk.baseSource());
  if (differs !== undefined) return undecided(differs);
  const ends = first.wrongEnds.length > 0 ? first.wrongEnds : second.wrongEnds;
  return {
    kind: "golden",
    golden,
    holds,
    recorded: usesSync ? second.recorded : first.recorded,
    usesSync,
    seesSync: watchSync,
    durationMs: first.record.durationMs,
    findings: [
      ...wrongWithout(ends),
      ...notMended(scenario, first.run),
      ...wrongWithoutCrash(golden, first.record, rerun, holds),
      ...overwritten,
    ],
    wrongEnds: ends,
    changesNothing:
      changesNothing(scenario) && ends.every(({ checker }) => checker !== "against golden"),
    notices: noticesOf(scenario, rerun, problems, [...baseFsck, ...first.run.fsck]),
    regionsBefore,
    regionsAfter,
    deterministic: sameWrites(first.record, second.record),
  };
}

/**
 * The boot code that the run whose disk is there has left alone, and what is wrong where it has
 * not. Of a given image nobody knows whether it is boot code: what a run writes to is its own.
 */
function bootCodeAfter(
  { shim: { disk } }: Lab,
  { image }: Scenario,
  { writes }: RecordedRun,
  regions: readonly Region[],
): { readonly bootCode: readonly TornRange[]; readonly overwritten: readonly Finding[] } {
  const [base, now] = [disk.baseSource(), disk.source()];
  const inFront = bootCodeOf(base, regions);
  const same = sameOnBoth(inFront, base, now);
  if (image.kind !== "built") return { bootCode: notWritten(same, writes), overwritten: [] };
  const overwritten = checkBootCode(inFront, base, now, disk.pagesNotBase(), [], 0);
  return { bootCode: same, overwritten: overwritten.map(withoutCrash) };
}

function withoutCrash(finding: Finding): Finding {
  return { ...finding, class: "wrong without any crash" };
}

function noticesOf(
  scenario: Scenario,
  rerun: Rerun,
  problems: readonly string[],
  fsck: readonly FsckReport[],
): string[] {
  return [
    ...damageOf(scenario).map(({ kind }) => `the image is damaged on purpose: ${kind}`),
    ...(rerun.kind === "harmless" ? [rerun.message] : []),
    ...problems.map((problem) => `wrong with the image before anything runs: ${problem}`),
    ...notAskedNotices(fsck),
  ];
}

/** What must hold: as the scenario says; of any command, that it leaves alone what golden does. */
function holdsOf({ image, holds }: Scenario, { base, runs }: Golden, disk: ByteSource): Holds {
  return image.kind === "built" ? holds : { ...holds, bystanders: bystandersOf(base, runs, disk) };
}

/** In what the two runs differ though they must not, as a reason. */
function whyNotAlike(
  scenario: Scenario,
  golden: Golden,
  holds: Holds,
  disk: ByteSource,
): string | undefined {
  const differs = [...goldenDiffers(golden, holds), ...onlyOnce(scenario, golden, disk)];
  if (differs.length === 0) return undefined;
  return `two uninterrupted runs differ in what must not differ: ${differs.join("; ")}`;
}

/** Of any command, what it leaves alone is learnt from the runs: they must say the same of it. */
function onlyOnce({ image }: Scenario, { base, runs }: Golden, disk: ByteSource): string[] {
  if (image.kind === "built") return [];
  const names = leftAloneOnce(base, runs, disk);
  return names.map((name) => `${name}: one of them leaves it alone, the other does not`);
}

/**
 * Lets two runs begin more than two seconds apart, the resolution of FAT: what a target takes
 * from the clock then differs, and is not expected of a resumed run.
 */
async function otherSecond({ durationMs, status }: RunRecord): Promise<void> {
  if (status.writeCount === 0) return;
  if (durationMs < secondsApartMs) await sleep(secondsApartMs - durationMs);
}

function undecided(reason: string): GoldenResult {
  return { kind: "undecided", reason };
}

type OneRun =
  | {
      readonly run: GoldenRun;
      readonly record: RunRecord;
      readonly recorded: RecordedRun;
      readonly wrongEnds: readonly WrongEnd[];
    }
  | { readonly reason: string };

async function goldenRun(
  lab: Lab,
  examiner: Examiner,
  scenario: Scenario,
  target: Target,
  watchSync = false,
): Promise<OneRun> {
  const { disk } = lab.shim;
  const record = await lab.run({ part: "first", watchSync });
  const recorded = recordedRun(lab, record, target);
  const failed = whyFailed(lab, record);
  if (failed !== undefined) {
    const isAsBefore = changeOf(lab.shim.disk) === undefined;
    const left = `The disk ${isAsBefore ? "is byte for byte as before" : "has changed"}`;
    const said = `It said: ${lastWords(record)}`;
    return { reason: `the uninterrupted run failed: ${failed}. ${left}. ${said}` };
  }
  const ends = wrongEnds(scenario, lab, record);
  const facts = examiner.facts();
  const changedPages = new Map(
    disk.pagesNotBase().map((page) => [page, Buffer.from(disk.page(page))]),
  );
  const fsck = await examiner.fsck(facts);
  const leavesScratch = record.scratchLeft.length > 0;
  const leavesProcesses = record.strays.length > 0;
  const run = { facts, fsck, changedPages, leavesScratch, leavesProcesses };
  return { run, record, recorded, wrongEnds: ends };
}

function sameWrites(first: RunRecord, second: RunRecord): boolean {
  const [one, other] = [writesOf(first.trace), writesOf(second.trace)];
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

/** Why a run that should have ended well did not, or undefined when it did. */
export function whyFailed(lab: Lab, record: RunRecord): string | undefined {
  const exit = record.exits.at(-1);
  if (record.ended === "hung") return `it did not end within its time (${record.durationMs} ms)`;
  if (record.ended === "broke") return `the shim gave up: ${record.status.failure}`;
  if (exit?.signal != null) return `command ${record.exits.length} was ended by ${exit.signal}`;
  // How a run has refused is judged by itself. A shell that can't run it, or a crash, refuses not.
  if (lab.isToRefuse && (exit?.exitCode ?? 126) < 126) return undefined;
  if (exit === undefined || !lab.succeeded(exit)) {
    return `command ${record.exits.length} exited with ${String(exit?.exitCode)}`;
  }
  return undefined;
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
