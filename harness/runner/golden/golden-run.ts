import { performance } from "node:perf_hooks";
import { changesNothing } from "../../catalogue/expected-end.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import type { GoldenSeen, GoldenWatch, Medium, MediumGolden, Rerun } from "../../media/medium.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import { wrongUncrashed, type Finding } from "../../model/verdict.js";
import type { Lab, RunRecord } from "../lab/lab.js";
import { recordedRun } from "../lab/recorded-run.js";
import { lastWords } from "../lab/traces.js";
import { canWatchSync } from "../lab/watch-sync.js";
import { otherTick } from "./clock-ticks.js";
import { wrongEnds, wrongWithout, type WrongEnd } from "./expected-end.js";
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
  readonly findings: readonly Finding[];
  /** How it ends otherwise than the scenario asks, though nothing was killed. */
  readonly wrongEnds: readonly WrongEnd[];
  /** The scenario asks that no run changes a byte, and no uninterrupted one has. */
  readonly changesNothing: boolean;
  /** An uninterrupted run leaves files in TMPDIR, or processes: no crash is to blame for such. */
  readonly leaves: { readonly scratch: boolean; readonly processes: boolean };
  /** One more run on the finished medium left it as it was, and said so by its exit code. */
  readonly rerunIsQuiet: boolean;
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
  readonly wrongEnds: readonly WrongEnd[];
  /** When it had ended, as `performance.now()` gives it. */
  readonly endedAt: number;
}

/**
 * Checks the assumptions: a healthy base, and two uninterrupted runs that succeed. The base of a
 * user's own image may be sick: what is wrong with it is a notice then, and nobody's fault. Of the
 * two, the first is run once more on what it has left, which may change nothing.
 */
export async function makeGolden(
  lab: Lab,
  medium: Medium,
  scenario: Scenario,
  target: Target,
): Promise<GoldenResult> {
  const { bench } = lab;
  bench.resetToBase();
  const watch = await medium.watchGolden(scenario);
  if (scenario.image.kind === "built" && watch.baseProblems.length > 0) {
    return undecided(`the base image is not healthy: ${watch.baseProblems.join("; ")}`);
  }
  const first = await goldenRun(lab, watch, scenario, target, false);
  if ("reason" in first) return undecided(first.reason);
  const firstEnd = bench.save();
  // A watcher waits for processes that stay behind, for ever.
  const canWatch = first.record.strays.length === 0 && (await canWatchSync(lab.runTool));
  if (first.record.status.writeCount > 0) {
    await otherTick(watch.clockStepMs(), first.endedAt);
  }
  bench.resetToBase();
  const second = await goldenRun(lab, watch, scenario, target, canWatch);
  // On what the first has left: its time stamps are other ones by now, with no more waiting.
  if (!("reason" in second)) firstEnd.restore();
  firstEnd.forget();
  if ("reason" in second) return undecided(second.reason);
  const rerun = await runAgain(lab, watch, scenario);
  bench.resetToBase();
  const seen = watch.finish();
  if (seen.kind === "differs") return undecided(seen.reason);
  return madeOf(scenario, first, second, rerun, seen, canWatch);
}

function madeOf(
  scenario: Scenario,
  first: OneRun,
  second: OneRun,
  rerun: Rerun,
  { golden, findings, notices, deterministic }: Extract<GoldenSeen, { kind: "alike" }>,
  seesSync: boolean,
): GoldenMade {
  const ends = first.wrongEnds.length > 0 ? first.wrongEnds : second.wrongEnds;
  const isFlush = (event: RecordedRun["trace"][number]) => event.kind === "flush" && event.ofSystem;
  const usesSync = second.record.trace.some(isFlush);
  const records = [first.record, second.record];
  return {
    kind: "golden",
    golden,
    recorded: usesSync ? second.recorded : first.recorded,
    usesSync,
    seesSync,
    durationMs: first.record.durationMs,
    findings: [...wrongWithout(ends), ...findings, ...misdeeds(first.record, rerun)],
    wrongEnds: ends,
    changesNothing:
      changesNothing(scenario) && ends.every(({ checker }) => checker !== "against golden"),
    leaves: {
      scratch: records.some(({ scratchLeft }) => scratchLeft.length > 0),
      processes: records.some(({ strays }) => strays.length > 0),
    },
    rerunIsQuiet: rerun.kind === "quiet",
    notices: [...notices, ...(rerun.kind === "harmless" ? [rerun.message] : [])],
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
  watchSync: boolean,
): Promise<OneRun | { readonly reason: string }> {
  const record = await lab.run({ part: "first", kind: "recorded", watchSync });
  const endedAt = performance.now();
  const recorded = recordedRun(lab.bench, target);
  const failed = whyFailed(lab, record);
  if (failed !== undefined) {
    const isAsBefore = lab.bench.changeFromBase() === undefined;
    const { noun } = lab.bench;
    const left = `The ${noun} ${isAsBefore ? "is byte for byte as before" : "has changed"}`;
    const said = `It said: ${lastWords(record)}`;
    return { reason: `the uninterrupted run failed: ${failed}. ${left}. ${said}` };
  }
  const ends = wrongEnds(scenario, lab, record);
  await watch.observe(recorded);
  return { record, recorded, wrongEnds: ends, endedAt };
}

/** One more run on what the first has left, which is on the bench. */
async function runAgain(lab: Lab, watch: GoldenWatch, scenario: Scenario): Promise<Rerun> {
  const again = await lab.run({ part: "resume", kind: "plain" });
  return watch.rerun(changesNothing(scenario) ? undefined : whyFailed(lab, again));
}

/** What an uninterrupted run leaves behind, and what running it again does. */
function misdeeds({ strays, scratchLeft }: RunRecord, rerun: Rerun): Finding[] {
  return [
    ...(strays.length > 0
      ? [wrongUncrashed("processes", `still running at the end: ${strays.join("; ")}`)]
      : []),
    ...(scratchLeft.length > 0
      ? [wrongUncrashed("scratch", `left in TMPDIR: ${scratchLeft.join(", ")}`)]
      : []),
    ...(rerun.kind === "wrong" ? [wrongUncrashed("rerun", rerun.message)] : []),
  ];
}
