import { chooseCut } from "../explore/choose-cut.js";
import { nameWrite } from "../layout/disk-regions.js";
import { digestOf } from "../crash/digest.js";
import { applyPrefix } from "../crash/prefix.js";
import { layoutLines } from "../layout/layout-lines.js";
import { formatCaseId } from "../model/case-id.js";
import { formatCut } from "../model/cut-text.js";
import { openStream } from "../model/prng.js";
import { shapeOf, type TraceShape } from "../model/steps.js";
import type { CrashPoint } from "../model/trace.js";
import { messageOf, UsageError } from "../model/errors.js";
import { verdictOf, type Finding, type Verdict } from "../model/verdict.js";
import { checkAtCrash } from "../oracles/at-crash.js";
import { checkBystanders } from "../oracles/bytes.js";
import { destinationStates } from "../oracles/destinations.js";
import { readFacts } from "../oracles/facts.js";
import { formatVersion, type CaseRecord, type CutRecord } from "../store/records.js";
import { recordEnd } from "../shim/record.js";
import { siteInTrace, siteOfRun, type CrashSite } from "./crash-site.js";
import { textOf } from "./traces.js";
import type { CaseOrder } from "./case-order.js";
import { noEvidence, type Evidence } from "./evidence.js";
import type { GoldenMade } from "./golden-run.js";
import { isKnown } from "./known.js";
import { censusRecord, strayFindings } from "./crash-records.js";
import { planByClock } from "./clock-plan.js";
import type { Lab, LabPlan } from "./lab.js";
import { resumeAndJudge, type ResumeResult } from "./resume.js";
import type { Scenario } from "./scenario.js";
import type { Target } from "./target.js";

export interface CaseResult {
  readonly record: CaseRecord;
  readonly evidence: Evidence;
}

/** A crash that has been reached: its image is on the disk. */
interface Reached {
  readonly site: CrashSite;
  readonly strays: readonly Omit<Finding, "kill">[];
  readonly trace: Buffer;
  readonly output: string;
  readonly targetMs: number;
}

/** Runs cases of one scenario and target in one lab. */
export class CaseRunner {
  readonly #lab: Lab;
  readonly #scenario: Scenario;
  readonly #target: Target;
  readonly #golden: GoldenMade;
  readonly #clock: () => number;

  constructor(
    lab: Lab,
    scenario: Scenario,
    target: Target,
    golden: GoldenMade,
    clock: () => number,
  ) {
    this.#lab = lab;
    this.#scenario = scenario;
    this.#target = target;
    this.#golden = golden;
    this.#clock = clock;
  }

  /**
   * Runs one case from a fresh image to its verdict. What throws on the way, a checker or a tool,
   * makes the case undecided.
   */
  async run(order: CaseOrder): Promise<CaseResult> {
    try {
      return await this.#run(order);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const evidence = noEvidence();
      const verdict = { kind: "undecided", reason: messageOf(error) } as const;
      const times = { targetMs: 0, checksMs: 0, harnessMs: 0 };
      return { record: this.#record(order, [], [], verdict, 0, times), evidence };
    }
  }

  async #run(order: CaseOrder): Promise<CaseResult> {
    const started = this.#clock();
    const { disk } = this.#lab.shim;
    disk.resetToBase();
    const cuts: CutRecord[] = [];
    const findings: Finding[] = [];
    const evidence = noEvidence();
    let [targetMs, checksMs] = [0, 0];
    let shape: TraceShape = this.#golden.shape;
    for (let kill = 1; kill <= killCountOf(order); kill += 1) {
      if (kill > 1 && order.kind !== "cuts" && order.kind !== "time") {
        const measured = await this.#lab.run({});
        targetMs += measured.durationMs;
        shape = shapeOf(measured.trace, this.#target.stepNames[0], this.#target.steps);
        disk.reset();
      }
      const reached =
        order.kind === "explored"
          ? this.#remake(order.point)
          : await this.#live(order, kill, shape, kill === 1 || order.kind !== "cuts");
      if (reached === undefined) break; // Nothing is left to cut: the work was already done.
      const { site } = reached;
      targetMs += reached.targetMs;
      disk.promote();
      const before = this.#clock();
      const judged = this.#judgeCrash(site, kill);
      checksMs += this.#clock() - before;
      cuts.push(judged.cut);
      findings.push(...judged.findings, ...reached.strays.map((stray) => ({ ...stray, kill })));
      evidence.traces.push(reached.trace);
      evidence.outputs.push(reached.output);
      if (site.landed === "landed" || kill === 1) evidence.points.push(site.point);
      evidence.crashDigests.push(digestOf(disk));
      evidence.layouts.push(layoutLines(disk.source()));
      if (site.landed !== "landed") break;
    }
    const resumed = await resumeAndJudge(this.#lab, this.#golden.golden, this.#clock);
    targetMs += resumed.records.reduce((sum, { durationMs }) => sum + durationMs, 0);
    checksMs += resumed.checksMs;
    evidence.outputs.push(...resumed.records.map(({ trace }) => textOf(trace)));
    evidence.layouts.push(layoutLines(disk.source()));
    findings.push(...resumed.judgement.findings);
    const verdict = this.#verdict(cuts, findings, resumed, order);
    const totalMs = this.#clock() - started;
    const times = { targetMs, checksMs, harnessMs: Math.max(0, totalMs - targetMs - checksMs) };
    return {
      record: this.#record(order, cuts, evidence.points, verdict, resumed.records.length, times),
      evidence,
    };
  }

  #planOf(
    order: Exclude<CaseOrder, { kind: "explored" }>,
    kill: number,
    shape: TraceShape,
  ): LabPlan | undefined {
    const stream = openStream(order.seed, `case ${order.index} kill ${kill}`);
    if (order.kind === "time") return planByClock(this.#golden, order, stream);
    const cut =
      order.kind === "cuts"
        ? order.cuts[kill - 1]
        : chooseCut(
            shape,
            order.kind === "writes" ? "writes" : (order.wanted[kill - 1] ?? []),
            stream,
          );
    return cut && { cut };
  }

  /** Runs the target until the cut kills it. */
  async #live(
    order: Exclude<CaseOrder, { kind: "explored" }>,
    kill: number,
    shape: TraceShape,
    shapeIsOfThisRun: boolean,
  ): Promise<Reached | undefined> {
    const plan = this.#planOf(order, kill, shape);
    if (plan === undefined) return undefined;
    const run = await this.#lab.run(plan);
    const ofWrites = shapeIsOfThisRun ? shape.writeCount : 0;
    return {
      site: siteOfRun(run, plan, shape, ofWrites, this.#target),
      strays: strayFindings(run),
      trace: Buffer.from(this.#lab.shim.traceBytes()),
      output: textOf(run.trace),
      targetMs: run.durationMs,
    };
  }

  /** Makes the crash image from the recorded run, without the target. */
  #remake(point: Extract<CrashPoint, { kind: "write" }>): Reached {
    const { traceBytes, writes } = this.#golden;
    const { site, output } = siteInTrace(this.#golden, point);
    applyPrefix(this.#lab.shim.disk, traceBytes, writes, point);
    const last = writes[point.writes - (point.bytes > 0 ? 0 : 1)];
    const end = last === undefined ? 0 : recordEnd(traceBytes, last.recordAt);
    const trace = traceBytes.subarray(0, end);
    return { site, strays: [], trace, output, targetMs: 0 };
  }

  #judgeCrash(site: CrashSite, kill: number): { cut: CutRecord; findings: Finding[] } {
    const { disk } = this.#lab.shim;
    const { golden, regionsBefore, regionsAfter } = this.#golden;
    const { holds } = this.#scenario;
    const names = new Set([...holds.always, ...holds.oneOf.flat(), ...holds.bystanders]);
    const facts = readFacts(disk.source(), names);
    const { point, landed, lastWrite } = site;
    const findings = landed === "landed" ? checkAtCrash(golden, facts, holds, kill) : [];
    const changedPages = disk.pagesNotBase();
    findings.push(
      ...checkBystanders(
        golden,
        holds.bystanders,
        disk.baseSource(),
        disk.source(),
        changedPages,
        kill,
      ),
    );
    const cut: CutRecord = {
      point: formatCut(point),
      write: site.writeCount,
      bytes: site.bytes,
      line: site.lineCount,
      ofWrites: site.ofWrites,
      step: site.step,
      region: lastWrite ? nameWrite(regionsBefore, regionsAfter, lastWrite).name : "",
      landed,
      census: censusRecord(facts),
      destinations: destinationStates(golden, disk.baseSource(), disk.source(), changedPages),
    };
    return { cut, findings };
  }

  #verdict(
    cuts: readonly CutRecord[],
    findings: readonly Finding[],
    resumed: ResumeResult,
    order: CaseOrder,
  ): Verdict {
    const broke = resumed.records.find(({ ended }) => ended === "broke");
    if (broke !== undefined) {
      return { kind: "undecided", reason: `the shim gave up: ${broke.status.failure}` };
    }
    if (cuts.length === 0) return { kind: "undecided", reason: "there was nothing to cut" };
    const missed = cuts.find(({ landed }) => landed !== "landed");
    if (missed !== undefined && (order.kind !== "time" || cuts.length === 1)) {
      return { kind: "undecided", reason: `the kill at ${missed.point} came ${missed.landed}` };
    }
    return verdictOf(findings, resumed.judgement.heldClass);
  }

  #record(
    order: CaseOrder,
    cuts: CutRecord[],
    points: readonly CrashPoint[],
    verdict: Verdict,
    resumes: number,
    times: { targetMs: number; checksMs: number; harnessMs: number },
  ): CaseRecord {
    const { name, fingerprint, known } = this.#scenario;
    const findings = verdict.kind === "violated" ? [...verdict.findings] : [];
    const record: CaseRecord = {
      version: formatVersion,
      id: formatCaseId({
        scenario: name,
        target: this.#target.name,
        seed: order.seed,
        cuts: points.length > 0 ? points : [{ kind: "write", writes: 0, bytes: 0 }],
        fingerprint,
      }),
      index: order.index,
      scenario: name,
      target: this.#target.name,
      seed: order.seed,
      model: cuts.some(({ bytes }) => bytes > 0) ? "torn" : "kill",
      cuts,
      verdict: verdict.kind,
      class: verdict.kind === "undecided" ? verdict.reason : verdict.class,
      findings,
      known: false,
      resumes,
      targetMs: Math.round(times.targetMs),
      checksMs: Math.round(times.checksMs),
      harnessMs: Math.round(times.harnessMs),
    };
    return { ...record, known: isKnown(record, known) };
  }
}

function killCountOf(order: CaseOrder): number {
  switch (order.kind) {
    case "explored":
      return 1;
    case "cuts":
      return order.cuts.length;
    case "steps":
      return order.wanted.length;
    case "writes":
    case "time":
      return order.killCount;
  }
}
