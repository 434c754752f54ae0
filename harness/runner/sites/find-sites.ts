import { realpathSync, rmSync } from "node:fs";
import type { Target } from "../../catalogue/target.js";
import type { CrashModels } from "../../media/crash-models.js";
import type { SitesFound, SiteSpan } from "../../model/sites/call-site.js";
import { messageOf } from "../../model/errors.js";
import { callSites } from "../../target/sites/call-sites.js";
import { whyNoCalls } from "../../target/sites/watch-calls.js";
import { readCalls } from "../../target/sites/watched-calls.js";
import type { GoldenMade } from "../golden/golden-run.js";
import type { Lab, RunRecord } from "../lab/lab.js";
import { recordedRun } from "../lab/recorded-run.js";
import { callsLogPath } from "../lab/watched.js";

/** What the search for call sites works with. */
export interface SiteSearch {
  readonly lab: Lab;
  readonly target: Target;
  readonly golden: Pick<GoldenMade, "recorded" | "leaves">;
  readonly crashes: CrashModels;
}

/**
 * Runs the commands once more from the base, with their system calls watched, up to a change where
 * that is enough, and tells which place in the target's code made each change of the recorded run.
 * The bench is left at the base. A run that fails under the watcher says nothing of the target.
 */
export async function findSites(search: SiteSearch, upTo?: number): Promise<SitesFound> {
  const { lab, golden, crashes } = search;
  if (crashes.callsOf === undefined) {
    return notFound(`calls that change a ${lab.bench.noun} are not told apart`);
  }
  if (golden.leaves.processes) {
    return notFound("a watcher waits for all processes, and some of this target never end");
  }
  const why = await whyNoCalls(lab.runTool);
  if (why !== undefined) return notFound(why);
  try {
    return await watchOnce(search, upTo);
  } catch (error) {
    return notFound(`the run that was watched broke: ${messageOf(error)}`);
  } finally {
    rmSync(callsLogPath, { force: true });
    lab.bench.resetToBase();
  }
}

async function watchOnce(
  { lab, target, golden, crashes }: SiteSearch,
  upTo: number | undefined,
): Promise<SitesFound> {
  const { bench, runTool } = lab;
  bench.resetToBase();
  const record = await lab.run({
    ...{ part: "first", kind: "recorded", watch: "calls" },
    ...(upTo !== undefined && { ending: endingAfter(upTo) }),
  });
  const run = recordedRun(bench, target);
  const { medium } = bench.paths("recorded");
  const calls = await readCalls(callsLogPath, realpathSync(medium));
  const { sites, siteOf, notes } = await callSites(calls, runTool);
  const made = crashes.callsOf?.(run, calls) ?? [];
  const { writeCount } = golden.recorded.shape;
  return {
    kind: "found",
    sites: sites.map((each) => ({ ...each, process: each.process.replaceAll(medium, "{disk}") })),
    spans: spansOf(made.map((call) => (call === undefined ? undefined : siteOf[call]))),
    changeCount: writeCount,
    watchedCount: Math.min(writeCount, watchedIn(record, upTo)),
    notes: [...partNotes(record), ...notes],
  };
}

/** A call that a kill ends has no stack, and one call makes many changes where it writes much. */
const mostChangesOfCall = 256;

function endingAfter(change: number) {
  const writes = change + mostChangesOfCall;
  return { kind: "at a point", point: { kind: "write", writes, bytes: 0 } } as const;
}

function watchedIn({ ended, status }: RunRecord, upTo = Infinity): number {
  if (ended === "finished") return Infinity;
  return ended === "cut" ? upTo : status.writeCount;
}

/** A stack takes milliseconds to be walked: a run of many changes may not come to its end. */
function partNotes({ ended, status }: RunRecord): string[] {
  if (ended === "finished" || ended === "cut") return [];
  const how = ended === "hung" ? "its time limit (10 times --timeout) came first" : "it broke";
  return [`the run that was watched came to change ${status.writeCount}: ${how}`];
}

function spansOf(sites: readonly (number | undefined)[]): SiteSpan[] {
  const spans: SiteSpan[] = [];
  for (const [index, site] of sites.entries()) {
    if (site === undefined) continue;
    const last = spans.at(-1);
    const goesOn = last?.site === site && last.last === index;
    if (goesOn) spans[spans.length - 1] = { ...last, last: index + 1 };
    else spans.push({ first: index + 1, last: index + 1, site });
  }
  return spans;
}

function notFound(reason: string): SitesFound {
  return { kind: "not found", reason };
}
