import { formatCaseId } from "../../model/case-id.js";
import { modelOf, type CrashModel, type CrashPoint } from "../../model/trace.js";
import type { Verdict } from "../../model/verdict.js";
import { formatVersion } from "../../store/format-version.js";
import type { CaseRecord, CutRecord, WayRecord } from "../../store/records.js";
import type { CaseContext } from "./case-context.js";
import type { CaseOrder } from "./case-order.js";
import type { Evidence } from "../evidence/evidence.js";
import { isKnown } from "./known.js";

/** Where the time of a case went, in milliseconds. */
export interface CaseTimes {
  targetMs: number;
  checksMs: number;
  totalMs: number;
}

/** What was done about the last crash of a case. */
export interface ResumeFacts {
  readonly resumes: number;
  readonly ways: readonly WayRecord[];
  /** The case in which the same image was resumed. */
  readonly sameAs?: string | undefined;
}

/** The line of cases.jsonl for a case. */
export function caseRecord(
  { scenario, target }: Pick<CaseContext, "scenario" | "target">,
  order: CaseOrder,
  progress: {
    readonly cuts: readonly CutRecord[];
    readonly evidence: Evidence;
    readonly times: Readonly<CaseTimes>;
  },
  verdict: Verdict,
  { resumes, ways, sameAs }: ResumeFacts,
): CaseRecord {
  const { name, known } = scenario;
  const { seed, index } = order;
  const { cuts, evidence, times } = progress;
  const { targetMs, checksMs, totalMs } = times;
  const points = evidence.points.length > 0 ? evidence.points : plannedPoints(order);
  const id = caseId({ scenario, target }, seed, points);
  const record = {
    version: formatVersion as typeof formatVersion,
    id,
    index,
    scenario: name,
    target: target.name,
    seed,
    model: worstModel(cuts),
    cuts: [...cuts],
    ...outcomeOf(verdict),
    resumes,
    ...(ways.length > 0 ? { ways: [...ways] } : {}),
    targetMs: Math.round(targetMs),
    checksMs: Math.round(checksMs),
    harnessMs: Math.round(Math.max(0, totalMs - targetMs - checksMs)),
    // The same case may have been run before, to make another one smaller.
    ...(sameAs === undefined || sameAs === id ? {} : { sameAs }),
  };
  return record.verdict === "violated" ? { ...record, known: isKnown(record, known) } : record;
}

/** The id of a case of some scenario and target. */
export function caseId(
  { scenario: { name, fingerprint }, target }: Pick<CaseContext, "scenario" | "target">,
  seed: string,
  cuts: readonly CrashPoint[],
): string {
  return formatCaseId({ scenario: name, target: target.name, seed, cuts, fingerprint });
}

function outcomeOf(verdict: Verdict) {
  const nothingFound = { findings: [] as const, known: false as const };
  switch (verdict.kind) {
    case "held":
      return { verdict: "held" as const, class: verdict.class, ...nothingFound };
    case "violated": {
      const { class: worst, findings } = verdict;
      return { verdict: "violated" as const, class: worst, findings, known: false };
    }
    case "undecided":
      return { verdict: "undecided" as const, reason: verdict.reason, ...nothingFound };
  }
}

/** A case that broke before its first crash still has a place that it was sent to. */
function plannedPoints(order: CaseOrder): readonly CrashPoint[] {
  return "cuts" in order ? order.cuts : [{ kind: "write", writes: 0, bytes: 0 }];
}

function worstModel(cuts: readonly CutRecord[]): CrashModel {
  const models = cuts.map(({ point }) => modelOf(point));
  const worstFirst = ["power", "torn", "interrupt"] as const;
  return worstFirst.find((model) => models.includes(model)) ?? "kill";
}
