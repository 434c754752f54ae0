import { performance } from "node:perf_hooks";
import { changesNothing } from "../../catalogue/expected-end.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import type { GoldenSeen, GoldenWatch, Medium, MediumGolden, Rerun } from "../../media/medium.js";
import type { GoldenPhase, HowKilled, RecordedRun } from "../../model/recorded-run.js";
import type { Fault, UncrashedFinding } from "../../model/verdict.js";
import type { Lab, RunRecord } from "../lab/lab.js";
import { recordedRun } from "../lab/recorded-run.js";
import { lastWords } from "../lab/traces.js";
import { canWatchSync } from "../lab/watch-sync.js";
import type { Watch } from "../lab/watched.js";
import { otherTick } from "./clock-ticks.js";
import { endFaults, wrongEnds, type WrongEnd } from "./expected-end.js";
import { whatFailed } from "./failed-run.js";
import {
  goldenOutside,
  namesText,
  notCoveredNotices,
  outsideNotices,
  outsideWork,
  type GoldenOutside,
} from "./left-outside.js";
import { knownUncrashed } from "./known-faults.js";
import {
  refusedUncrashed,
  userSees,
  whyUserBlind,
  type UserGolden,
  type UserSeen,
} from "./user-golden.js";
import { rerunFault } from "./rerun-fault.js";
import { whyFailed } from "./why-failed.js";

/** What two uninterrupted runs gave. All but `recorded` is plain data. */
export interface GoldenMade {
  readonly kind: "golden";
  /** What the medium's judge goes by. */
  readonly golden: MediumGolden;
  /** Everything that one of the runs did. */
  readonly recorded: RecordedRun;
  /** It calls sync(), so that runs which power is taken from must be watched for that. */
  readonly usesSync: boolean;
  /** Calls of sync() could be seen at all. */
  readonly seesSync: boolean;
  readonly durationMs: number;
  /** What is wrong though nothing was killed. */
  readonly findings: readonly UncrashedFinding[];
  /** Of these, what the medium's judge alone has found. */
  readonly byMedium: readonly Fault[];
  /** What the target does to the medium, in words. */
  readonly work: readonly string[];
  /** What the user's own checks say of the base, and of uninterrupted ends. */
  readonly user: UserGolden;
  /** How it ends otherwise than the scenario asks, though nothing was killed. */
  readonly wrongEnds: readonly WrongEnd[];
  /** The scenario asks that no run changes a byte, and no uninterrupted one has. */
  readonly changesNothing: boolean;
  /** An uninterrupted run leaves files in TMPDIR, or processes: no crash is to blame for such. */
  readonly leaves: { readonly scratch: boolean; readonly processes: boolean };
  /** What uninterrupted runs write and leave outside of the medium. */
  readonly outside: GoldenOutside;
  /** Where that is used, or is to survive, a kill leaves more than a trace tells of. */
  readonly kills: HowKilled;
  /** One more run on the finished medium left it as it was, and said so by its exit code. */
  readonly rerunIsQuiet: boolean;
  /** It said so by its exit code, and changed no file: a resume of a finished medium must, too. */
  readonly rerunIsFine: boolean;
  /** What the reader should know before any crash. */
  readonly notices: readonly string[];
  /** Both uninterrupted runs made the same changes in the same order. */
  readonly deterministic: boolean;
}

/** What the assumptions gave: a golden to judge by, or why nothing can be judged. */
export type GoldenResult = GoldenMade | { readonly kind: "undecided"; readonly reason: string };

/** An uninterrupted run. */
interface OneRun {
  readonly record: RunRecord;
  readonly recorded: RecordedRun;
  /** Names the state outside of the medium that it has left. */
  readonly outsideEnd: string;
  readonly wrongEnds: readonly WrongEnd[];
  readonly user: UserSeen;
  /** When it had ended, as `performance.now()` gives it. */
  readonly endedAt: number;
}

/**
 * Checks the assumptions: a healthy base, and two uninterrupted runs that succeed. The base of a
 * user's own image may be sick: what is wrong with it is a notice then, and nobody's fault. Of the
 * two, the first is run once more on what it has left, which may change nothing. `begins` hears
 * what is done next.
 */
export async function makeGolden(
  lab: Lab,
  medium: Medium,
  scenario: Scenario,
  target: Target,
  begins: (phase: GoldenPhase) => void = () => undefined,
): Promise<GoldenResult> {
  const { bench } = lab;
  begins("reading the image");
  bench.resetToBase();
  const watch = await medium.watchGolden(scenario);
  if (scenario.image.kind === "built" && watch.baseProblems.length > 0) {
    return undecided(`the base image is not healthy: ${watch.baseProblems.join("; ")}`);
  }
  const before = await userSees(lab, scenario);
  begins("first uninterrupted run");
  const first = await goldenRun(lab, watch, scenario, target, "nothing");
  if ("reason" in first) return undecided(first.reason);
  const firstEnd = bench.save();
  // A watcher waits for processes that stay behind, for ever.
  const canWatch = first.record.strays.length === 0 && (await canWatchSync(lab.runTool));
  if (first.record.status.writeCount > 0) {
    await otherTick(watch.clockStepMs(), first.endedAt);
  }
  bench.resetToBase();
  begins("second uninterrupted run");
  const second = await goldenRun(lab, watch, scenario, target, canWatch ? "sync" : "nothing");
  if ("reason" in second) {
    firstEnd.forget();
    return undecided(second.reason);
  }
  // On what the first has left: its time stamps are other ones by now, with no more waiting.
  firstEnd.restore();
  begins("one more run on the finished");
  const rerun = await runAgain(lab, watch, scenario);
  firstEnd.restore();
  firstEnd.forget();
  begins("judging what they leave");
  const seen = await watch.finish();
  bench.resetToBase();
  if (seen.kind === "differs") return undecided(seen.reason);
  const user: UserGolden = { before, after: [first.user, second.user] };
  const blind = whyUserBlind(user);
  if (blind !== undefined) return undecided(blind);
  const made = madeOf({ scenario, target }, [first, second], { rerun, seen, user });
  const notices = [...made.notices, ...notCoveredNotices(lab.notCovered)];
  return { ...made, notices, seesSync: canWatch };
}

/** What both runs, and one more, have shown. */
interface SeenOfRuns {
  readonly rerun: Rerun;
  readonly seen: Extract<GoldenSeen, { kind: "alike" }>;
  readonly user: UserGolden;
}

function madeOf(
  { scenario, target }: { readonly scenario: Scenario; readonly target: Target },
  [first, second]: readonly [OneRun, OneRun],
  { rerun, seen, user }: SeenOfRuns,
): Omit<GoldenMade, "seesSync"> {
  const { golden, findings, work, notices, deterministic } = seen;
  const ends = first.wrongEnds.length > 0 ? first.wrongEnds : second.wrongEnds;
  const isFlush = (event: RecordedRun["trace"][number]) => event.kind === "flush" && event.ofSystem;
  const usesSync = second.record.trace.some(isFlush);
  const records = [first.record, second.record];
  const outside = goldenOutside(
    [first, second].map(({ record, outsideEnd: end }) => ({ seen: record.outside, end })),
  );
  return {
    kind: "golden",
    golden,
    recorded: usesSync ? second.recorded : first.recorded,
    usesSync,
    durationMs: first.record.durationMs,
    findings: [
      ...endFaults(ends),
      ...findings,
      ...misdeeds(first.record),
      ...notRepeatable(scenario, rerun),
      ...refusedUncrashed(user),
    ].map((fault) => ({ ...fault, known: knownUncrashed(fault, scenario.known, target.name) })),
    byMedium: findings,
    work: [...work, ...outsideWork(outside)],
    user,
    wrongEnds: ends,
    changesNothing:
      changesNothing(scenario) && ends.every(({ checker }) => checker !== "against golden"),
    leaves: {
      scratch: records.some(({ outside: seen }) => seen.scratch.length > 0),
      processes: records.some(({ strays }) => strays.length > 0),
    },
    outside,
    kills: outside.isUsed || scenario.survives !== undefined ? "live" : "made",
    rerunIsQuiet: rerun.kind === "quiet",
    rerunIsFine: rerun.kind !== "not repeatable",
    notices: [
      ...notices,
      ...rerunNotices(scenario, rerun),
      ...outsideNotices(outside, scenario.survives ?? []),
    ],
    deterministic,
  };
}

function undecided(reason: string): GoldenResult {
  return { kind: "undecided", reason };
}

async function goldenRun(
  lab: Lab,
  watch: GoldenWatch,
  scenario: Scenario,
  target: Target,
  watched: Watch,
): Promise<OneRun | { readonly reason: string }> {
  const record = await lab.run({ part: "first", kind: "recorded", watch: watched });
  const endedAt = performance.now();
  const recorded = recordedRun(lab.bench, target);
  const outsideEnd = lab.bench.outsideKey();
  const failed = whyFailed(lab, record);
  if (failed !== undefined) {
    return { reason: await whatFailed(lab, watch, { scenario, target }, record, failed) };
  }
  const ends = wrongEnds(scenario, lab, record);
  await watch.observe(recorded);
  const user = await userSees(lab, scenario);
  return { record, recorded, outsideEnd, wrongEnds: ends, user, endedAt };
}

/** One more run on what the first has left, which is on the bench. */
async function runAgain(lab: Lab, watch: GoldenWatch, scenario: Scenario): Promise<Rerun> {
  const again = await lab.run({ part: "resume", kind: "plain" });
  const problem = changesNothing(scenario) ? undefined : whyFailed(lab, again);
  return watch.rerun({ problem, said: lastWords(again) });
}

/** What an uninterrupted run leaves behind. */
function misdeeds({ strays, outside: { scratch } }: RunRecord): Fault[] {
  const fault = (checker: string, className: Fault["class"], place: string, message: string) => {
    return [{ checker, class: className, place, message }];
  };
  const running = `still running at the end: ${strays.join("; ")}`;
  const files = `left in TMPDIR: ${namesText(scratch)}`;
  return [
    ...(strays.length > 0 ? fault("processes", "escaped writer", "processes", running) : []),
    ...(scratch.length > 0 ? fault("scratch", "left behind", "TMPDIR", files) : []),
  ];
}

/** Of a scenario of ours each run must end well. Of any command nobody has said so. */
function notRepeatable({ image }: Scenario, rerun: Rerun): Fault[] {
  if (rerun.kind !== "not repeatable" || image.kind !== "built") return [];
  return [rerunFault(rerun.how, rerun.message)];
}

function rerunNotices({ image }: Scenario, rerun: Rerun): string[] {
  if (rerun.kind === "quiet") return [];
  if (rerun.kind === "harmless") return [rerun.message];
  return image.kind === "built" ? [] : [`not repeatable: ${rerun.message}`];
}
