import { resolve } from "node:path";
import { z } from "zod";
import { prepareImage } from "../catalogue/base-image.js";
import { loadDevices } from "../catalogue/devices.js";
import { replayCommandOf } from "../catalogue/replay-command.js";
import { areGrowing } from "../explore/progress.js";
import { parseCaseId, type CaseId } from "../model/case-id.js";
import type { SitesFound } from "../model/sites/call-site.js";
import { UsageError } from "../model/errors.js";
import { isExplored } from "../model/trace.js";
import type { UncrashedFinding } from "../model/verdict.js";
import type { CaseOrder } from "../runner/case/case-order.js";
import { checkHost } from "../runner/lab/check-host.js";
import type { KeptEvidence } from "../runner/evidence/kept-failures.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "../runner/workers/messages.js";
import { soak } from "../runner/workers/soak.js";
import { failureOf } from "./cases/failure.js";
import { keepLogs, makeKeepFolder } from "./keep-folder.js";
import { readOptions } from "./options/read-options.js";
import type { ReplayEvent, ReplayResult, ReplayRun } from "./run/run-events.js";
import { signalOption } from "./options/run-options.js";
import { startRun } from "./run/run.js";
import {
  recallSubject,
  requireSubject,
  requireSubjectOf,
  withProgramOfNow,
  type Subject,
} from "./subject/subject.js";

const replayOptions = z.strictObject({
  /** What the id was made with, where this machine does not know it. */
  subject: z.custom<Subject>().optional(),
  /** An empty folder for the images, the logs and a how-to-look.txt. */
  keep: z.string().optional(),
  /** The folder for the evidence of a failing case is made in it. */
  results: z.string().default("results"),
  /** One more run of the target tells which of its code made the changes around the cut. */
  where: z.boolean().default(false),
  signal: signalOption,
});

/** What a replay is asked for. */
export type ReplayOptions = z.input<typeof replayOptions>;

/** A case to be run once again. */
export interface ReplayPlan {
  readonly id: CaseId;
  readonly subject: Subject;
  readonly keepPath: string | undefined;
  readonly runPath: string;
  /** The number of its worker among those that run side by side. */
  readonly firstJob: number;
  readonly where: boolean;
}

/** Runs one case again by its id, with everything kept that a person may want to see. */
export function replay(text: string, options: ReplayOptions = {}): ReplayRun {
  const { subject, keep, results, where, signal } = readOptions("replay", replayOptions, options);
  if (subject !== undefined) requireSubject("replay", subject);
  const id = parseCaseId(text);
  return startRun(async (tell, over) => {
    const plan = planReplay(text, subject ?? (await recallSubject(id, { results })), results);
    const keepPath = keep === undefined ? undefined : makeKeepFolder("keep", keep);
    if (where) requireCut(plan);
    const result = await runReplay({ ...plan, keepPath, where }, tell, over);
    if (keepPath !== undefined && result.story !== undefined) {
      const command = replayCommandOf(text, plan.subject.replayWords);
      keepLogs(keepPath, text, command, result.story);
    }
    return result;
  }, signal);
}

/** What a replay is to do, with nothing kept. Throws UsageError. */
export function planReplay(text: string, subject: Subject, results: string): ReplayPlan {
  const id = parseCaseId(text);
  requireSubjectOf(id, subject);
  return {
    id,
    subject,
    keepPath: undefined,
    runPath: resolve(results, "replay"),
    firstJob: 0,
    where: false,
  };
}

function requireCut({ id, subject }: ReplayPlan): void {
  if (id.cuts.length === 0) {
    throw new UsageError("--where: this id has no crash: expected one with a cut, such as w42");
  }
  if (subject.logPath !== undefined) {
    throw new UsageError("--where: a log (--trace) does not tell who wrote: leave one of them out");
  }
}

/** Runs one case again. Throws what says nothing of the target. */
export async function runReplay(
  plan: ReplayPlan,
  tell: (event: ReplayEvent) => void,
  signal: AbortSignal,
): Promise<ReplayResult> {
  const { runPath, firstJob } = plan;
  const subject = withProgramOfNow(plan.subject);
  const { scenario, target, replayWords, logPath, workerEntry } = subject;
  const order = orderOf(plan);
  checkHost();
  const image = await prepareImage(scenario, (text) => tell({ kind: "notice", text }));
  tell({ kind: "start", scenario, imagePath: image.path });
  let story: CaseReply | undefined;
  let evidence: KeptEvidence = { ids: [] };
  let sites: SitesFound | undefined;
  let uncrashed: readonly UncrashedFinding[] = [];
  const end = await soak(
    {
      ...{ scenario, target, replayWords, runPath, imagePath: image.path, jobs: 1, firstJob },
      devices: loadDevices(),
      orderAt: (index) => (index === 0 ? order : undefined),
      ...(workerEntry && { workerEntry }),
      wantsSites: () => (plan.where && story !== undefined ? upToCut(story) : undefined),
      ...(logPath === undefined ? {} : { explore: requestWith(plan.id, logPath) }),
    },
    {
      ready: (golden: GoldenSummary) => {
        uncrashed = golden.findings;
        tell({ kind: "plan", golden });
      },
      done: (reply, kept) => {
        story = reply;
        evidence = kept;
        tell({ kind: "case", record: reply.record });
      },
      sites: (found) => {
        sites = found;
      },
    },
    signal,
  );
  const result =
    end.kind === "undecided"
      ? undecided(end.reason)
      : order === undefined
        ? resultUncrashed(uncrashed)
        : {
            ...resultOf(story, evidence, uncrashed, subject, runPath),
            ...(sites && { sites }),
          };
  for (const failure of result.failures) tell({ kind: "finding", failure });
  tell({ kind: "end", result });
  return result;
}

/** The change after the first cut is the last that is asked for. */
function upToCut({ record }: CaseReply): { readonly upTo?: number } {
  const [cut] = record.cuts;
  return cut === undefined ? {} : { upTo: cut.write + 1 };
}

function undecided(reason: string): ReplayResult {
  const nothing = { story: undefined, uncrashed: [], failures: [] };
  return { verdict: "undecided", undecided: [reason], ...nothing };
}

/** Of an uninterrupted run: it is red for what is wrong and not known. */
function resultUncrashed(uncrashed: readonly UncrashedFinding[]): ReplayResult {
  const isRed = uncrashed.some(({ known }) => !known);
  const verdict = isRed ? "violated" : "held";
  return { verdict, undecided: [], story: undefined, uncrashed, failures: [] };
}

function resultOf(
  story: CaseReply | undefined,
  evidence: KeptEvidence,
  uncrashed: readonly UncrashedFinding[],
  subject: Subject,
  runPath: string,
): ReplayResult {
  if (story === undefined) return undecided("no case");
  const { record } = story;
  return {
    verdict: record.verdict,
    undecided: record.verdict === "undecided" ? [record.reason] : [],
    story,
    uncrashed,
    failures:
      record.verdict === "violated" ? [failureOf(record, story, evidence, subject, runPath)] : [],
  };
}

/** A log can't be run live: its crash images are made from it. */
function requestWith({ seed }: CaseId, logPath: string): ExploreRequest {
  const nothing = { models: [], devices: [], depth: 1, nested: "", flushes: false };
  return { ...nothing, seed, points: "all", logPath };
}

/** Undefined where the id is of an uninterrupted run: golden shows all of it. */
function orderOf({ id: { seed, cuts }, subject, keepPath }: ReplayPlan): CaseOrder | undefined {
  if (cuts.length === 0) return undefined;
  const frame = { index: 0, seed, detail: true, ...(keepPath && { keepPath }) };
  if (subject.logPath === undefined) {
    return { kind: areGrowing(cuts) ? "progress" : "cuts", cuts, ...frame };
  }
  if (cuts.every(isExplored)) return { kind: "explored", cuts, ...frame };
  throw new UsageError("a log (--trace) can't run up to a line or to ctrl-C: leave it out");
}
