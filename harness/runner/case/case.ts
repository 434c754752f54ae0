import { isFarEnough } from "../../explore/progress.js";
import { UsageError, messageOf } from "../../model/errors.js";
import { unreadText } from "../../model/judgement.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import { shapeOf, type TraceShape } from "../../model/steps.js";
import { verdictOf, type Finding, type Verdict } from "../../model/verdict.js";
import type { CaseRecord, CutRecord } from "../../store/records.js";
import { pathInSandbox } from "../../target/sandbox.js";
import type { CaseContext } from "./case-context.js";
import { crashCountOf, madeInstead, type CaseOrder, type ExploredOrder } from "./case-order.js";
import { agreementOf } from "./agreement.js";
import { caseRecord, type CaseTimes } from "./case-record.js";
import { noEvidence, type Evidence } from "../evidence/evidence.js";
import { missedCut, whyMissed } from "./missed-cuts.js";
import { ExploredCrashes, type Stage } from "./explored.js";
import { judgeCrash } from "./judge-crash.js";
import { crashLive, type LiveCase } from "./live.js";
import type { JudgedCrash, Reached } from "./reached.js";
import { finishedResume, resumeAndJudge } from "./resume.js";
import type { ResumeResult } from "./resume-result.js";

export interface CaseResult {
  readonly record: CaseRecord;
  readonly evidence: Evidence;
  /** The last crash, where its image was made from a recorded run. */
  readonly lastStage?: Stage;
}

/** What the crashes of a case have given so far. */
interface Progress {
  readonly cuts: CutRecord[];
  readonly findings: Finding[];
  /** The last crash that was judged. */
  last: JudgedCrash | undefined;
  readonly evidence: Evidence;
  readonly times: CaseTimes;
}

/** Runs cases of one scenario and target in one lab. */
export class CaseRunner {
  readonly #context: CaseContext;
  #explored: { readonly seed: string; readonly crashes: ExploredCrashes } | undefined;

  constructor(context: CaseContext) {
    this.#context = context;
  }

  /** The resume of a crash image, recorded, to plan crashes in it. */
  async resumeOf(stage: Stage): Promise<RecordedRun | undefined> {
    const resume = await this.#explored?.crashes.resumeOf(stage);
    return resume?.run;
  }

  /**
   * Runs one case from a fresh image to its verdict. What throws on the way, a checker or a tool,
   * makes the case undecided; so does a planned crash point that a run has not, this time. Throws
   * UsageError for a live crash that can't be.
   */
  async run(order: CaseOrder): Promise<CaseResult> {
    const started = this.#context.clock();
    const progress: Progress = {
      cuts: [],
      findings: [],
      last: undefined,
      evidence: noEvidence(),
      times: { targetMs: 0, checksMs: 0, totalMs: 0 },
    };
    try {
      const stages = await this.#crash(order, progress);
      const made = progress.cuts.at(-1)?.landed === "late" ? madeInstead(order) : undefined;
      if (made !== undefined) return await this.run(made);
      if (order.crashOnly === true) return this.#undecided(order, progress, "nothing was resumed");
      return await this.#finish(order, progress, stages.at(-1), started);
    } catch (error) {
      if (error instanceof UsageError && order.kind !== "explored") throw error;
      return this.#undecided(order, { ...progress, evidence: noEvidence() }, messageOf(error));
    }
  }

  #undecided(order: CaseOrder, progress: Progress, reason: string): CaseResult {
    const verdict: Verdict = { kind: "undecided", reason };
    const record = caseRecord(this.#context, order, progress, verdict, { resumes: 0, ways: [] });
    return { record, evidence: progress.evidence };
  }

  /** Brings the bench to the last crash image of the case. */
  async #crash(order: CaseOrder, progress: Progress): Promise<readonly Stage[]> {
    if (order.kind === "explored") return this.#crashExplored(order, progress);
    await this.#crashLive(order, progress);
    return [];
  }

  async #crashExplored(
    order: CaseOrder & ExploredOrder,
    progress: Progress,
  ): Promise<readonly Stage[]> {
    if (this.#explored?.seed !== order.seed) {
      this.#explored?.crashes.close();
      const crashes = new ExploredCrashes(this.#context, order.seed);
      this.#explored = { seed: order.seed, crashes };
    }
    const stages = await this.#explored.crashes.reach(order.cuts);
    for (const stage of stages) {
      if (stage === stages.at(-1)) progress.times.checksMs += stage.checksMs;
      if (order.detail === true) stage.state.restore();
      this.#note(order, progress, stage.reached, stage.judged);
    }
    return stages;
  }

  async #crashLive(order: LiveCase, progress: Progress): Promise<void> {
    const { lab, golden, target, clock } = this.#context;
    const { bench } = lab;
    bench.resetToBase();
    let shape: TraceShape = golden.recorded.shape;
    for (let kill = 1; kill <= crashCountOf(order); kill += 1) {
      const drawn = order.kind === "steps" || order.kind === "writes";
      if (kill > 1 && drawn) {
        const measured = await lab.run({ part: "resume", kind: "recorded", watch: "nothing" });
        progress.times.targetMs += measured.durationMs;
        shape = shapeOf(measured.trace, target.stepNames[0], target.steps);
        bench.reset();
      }
      const start = order.detail === true ? bench.save() : undefined;
      const reached = await crashLive(this.#context, order, kill, {
        shape,
        isThisRun: kill === 1 || drawn,
      });
      if (start !== undefined) {
        if (reached?.site.landed === "landed") {
          progress.evidence.agreements.push(agreementOf(this.#context, reached, start, order.seed));
        }
        start.forget();
      }
      if (reached === undefined) break; // Nothing is left to cut: the work was already done.
      const done = order.kind === "progress" && kill > 1 && reached.site.landed === "late";
      if (done) break;
      progress.times.targetMs += reached.targetMs;
      const started = clock();
      const judged = await judgeCrash(this.#context, reached, kill);
      progress.times.checksMs += clock() - started;
      this.#note(order, progress, reached, judged);
      if (reached.site.landed !== "landed") break;
      // An interrupted run that says that it is done leaves nothing for drawn crashes to cut.
      if (drawn && reached.saysDone === true) return;
      if (order.kind === "progress") progress.findings.push(...noProgress(golden, reached, kill));
    }
    if (order.kind !== "progress") this.#noteMissed(order, progress);
  }

  /** A kill that was asked for and could not be made is counted too. */
  #noteMissed(order: LiveCase, { cuts }: Progress): void {
    const { judge, target } = this.#context;
    const step = cuts.at(-1)?.step ?? target.stepNames[0];
    while (cuts.length < crashCountOf(order)) cuts.push(missedCut(judge.glance(), step));
  }

  #note(order: CaseOrder, progress: Progress, reached: Reached, judged: JudgedCrash): void {
    const { bench } = this.#context.lab;
    const { cuts, findings, evidence } = progress;
    cuts.push(judged.cut);
    evidence.scenes.push(judged.byMedium);
    findings.push(...judged.findings);
    progress.last = judged;
    const { site, traceBytes, output } = reached;
    evidence.traces.push(traceBytes);
    evidence.outputs.push(output);
    // A later kill that has missed is no part of the id.
    const isPlaced = site.landed === "landed" || cuts.length === 1;
    if (isPlaced) evidence.points.push(site.point);
    if (isPlaced && (order.kind !== "explored" || order.detail === true)) {
      evidence.crashDigests.push(bench.digest());
    }
    if (order.detail !== true) return;
    evidence.layouts.push(bench.describe());
    if (order.keepPath !== undefined)
      bench.keep(pathInSandbox(order.keepPath), `crash-${cuts.length}`);
  }

  async #finish(
    order: CaseOrder,
    progress: Progress,
    lastStage: Stage | undefined,
    started: number,
  ): Promise<CaseResult> {
    const { cuts, findings, evidence, times } = progress;
    const { lab, clock } = this.#context;
    const { bench } = lab;
    const key = lastStage?.key ?? bench.key();
    const known = order.detail === true ? undefined : this.#context.resumes.get(key);
    const resumed = known?.resumed ?? (await this.#resume(progress));
    if (known === undefined) {
      times.targetMs += resumed.targetMs;
      times.checksMs += resumed.checksMs;
    }
    findings.push(...resumed.judgement.findings);
    evidence.outputs.push(...resumed.outputs);
    if (order.detail === true) {
      evidence.layouts.push(bench.describe());
      if (order.keepPath !== undefined) bench.keep(pathInSandbox(order.keepPath), "resumed");
    }
    const verdict = verdictOfCase(cuts, findings, resumed);
    if (verdict.kind === "violated" && known === undefined && resumed.byMedium !== undefined) {
      const excerpts = this.#context.judge.excerpts();
      evidence.end = { ...resumed.byMedium, excerpts, stateBytes: bench.stateBytes() };
    }
    if (verdict.kind === "violated" && evidence.crashDigests.length === 0) {
      evidence.crashDigests.push(...(this.#explored?.crashes.digests() ?? []));
    }
    times.totalMs = clock() - started;
    const resumes = resumed.outputs.length;
    const { ways } = resumed;
    const sameAs = known?.caseId;
    const record = caseRecord(this.#context, order, progress, verdict, { resumes, ways, sameAs });
    if (known === undefined) this.#remember(key, record, resumed);
    return { record, evidence, ...(lastStage && { lastStage }) };
  }

  /** Nothing is left to be done where the crash came after the work. */
  #resume({ last }: Progress): Promise<ResumeResult> {
    if (last?.isFinished === true) return Promise.resolve(finishedResume);
    return resumeAndJudge(this.#context, last?.repairEnd);
  }

  /** What a held case printed is of no use later. */
  #remember(key: string, record: CaseRecord, resumed: ResumeResult): void {
    const outputs = record.verdict === "violated" ? resumed.outputs : resumed.outputs.map(() => "");
    this.#context.resumes.set(key, { caseId: record.id, resumed: { ...resumed, outputs } });
  }
}

/** A run that has written this much since the last kill should have ended. */
function noProgress(
  { recorded }: CaseContext["golden"],
  { site }: Reached,
  kill: number,
): Finding[] {
  const { writeCount } = recorded.shape;
  if (!isFarEnough(site.writeCount, writeCount)) return [];
  const message =
    `killed ${kill} times at growing distances: expected it to finish, found it still writing ` +
    `${site.writeCount} writes after the last kill; an uninterrupted run makes ${writeCount}`;
  return [{ checker: "progress", class: "stuck", place: "the resumes", message, kill }];
}

/**
 * A case in which a kill did not land never holds; what was found after one that landed was found
 * all the same.
 */
function verdictOfCase(
  cuts: readonly CutRecord[],
  findings: readonly Finding[],
  { broke, judgement }: ResumeResult,
): Verdict {
  if (broke !== undefined) return { kind: "undecided", reason: `the shim gave up: ${broke}` };
  if (cuts.length === 0) return { kind: "undecided", reason: "there was nothing to cut" };
  const missed = whyMissed(cuts);
  const landed = cuts.some((cut) => cut.landed === "landed");
  if (missed !== undefined && (!landed || findings.length === 0)) {
    return { kind: "undecided", reason: missed };
  }
  const { unread, heldClass } = judgement;
  if (findings.length === 0 && unread.length > 0) {
    return { kind: "undecided", reason: unreadText(unread) };
  }
  return verdictOf(findings, heldClass);
}
