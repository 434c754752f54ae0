import type { KnownViolation, Scenario } from "../../catalogue/scenario.js";
import type { AuditedFlush } from "../../model/findings/flush-audit.js";
import type { SitesFound } from "../../model/sites/call-site.js";
import type { GoldenProgress } from "../../model/recorded-run.js";
import type { UncrashedFinding } from "../../model/verdict.js";
import type { SmallestCase } from "../../model/smallest-case.js";
import type { CaseReply, GoldenSummary, Loss } from "../../runner/workers/messages.js";
import type { EndRecord } from "../../store/end-record.js";
import type { PlanRecord } from "../../store/golden-record.js";
import type { CaseRecord, RunJson, ViolatedRecord } from "../../store/records.js";
import type { Run } from "./run.js";

/** What ends a run of many cases. Infinity where there is no limit. */
export interface RunLimits {
  readonly cases: number;
  readonly ms: number;
}

/** A failing case. */
export interface Failure {
  readonly id: string;
  readonly record: ViolatedRecord;
  /** The smallest case that shows the same, where there is one or one to explain. */
  readonly smallest?: SmallestCase;
  /** Shows it again: the smallest one, where there is one. */
  readonly replayCommand: string;
  /**
   * Its images' traces, its logs and what they show; absent where enough cases of its kind have
   * left theirs.
   */
  readonly evidencePath?: string;
}

/** Why a run of many cases has ended. */
export type RunEnd =
  /** All that was planned was run. */
  | { readonly kind: "complete" }
  /**
   * Its budget was used up. Where `graceMs` is there, cases that were under way then have taken so
   * much longer, and were ended.
   */
  | { readonly kind: "limit"; readonly graceMs?: number }
  /** What all cases rest on is not so. */
  | { readonly kind: "undecided"; readonly reason: string }
  /** Its caller has stopped it; the cause is an Interrupted. */
  | { readonly kind: "stopped"; readonly cause: Error }
  | { readonly kind: "broke"; readonly cause: Error };

/** The honest total of a run. */
export interface RunTotals {
  readonly cases: number;
  readonly held: number;
  /** Those of which something is not known. */
  readonly violated: number;
  /** Those of which the scenario knows everything. */
  readonly known: number;
  readonly undecided: number;
  /** Of these, those whose worker did not answer in time, or has ended by itself. */
  readonly lostWorkers: Readonly<Record<Loss, number>>;
  /** Of the violated ones, those whose evidence is kept. */
  readonly kept: number;
  /** How many were to be run. Infinity where that is not known. */
  readonly planned: number;
  /** From the first uninterrupted run to the last case. */
  readonly elapsedMs: number;
}

/** What an exploration says besides its cases. */
export interface ExploreNotes {
  /** What each flush of the run is good for, where that was asked for. */
  readonly audit?: readonly AuditedFlush[];
  /** Smallest cases that fail because a flush is missing, and between which writes. */
  readonly missingFlushes: readonly { readonly id: string; readonly needs: string }[];
  /** Cases whose resumes failed, and so were not crashed in their turn. */
  readonly notNestedCount: number;
  /** Cases with kills run live for what is outside of the medium: no trace has their resumes. */
  readonly liveNotNestedCount: number;
  /** Cases whose resumes were to be crashed, and could not be: their ids, each with the reason. */
  readonly notNested: readonly string[];
  /** Second signals of interrupts that others stand for. */
  readonly secondsLeftOut: number;
}

/** Nothing is to be said besides the cases. */
export const noNotes: ExploreNotes = {
  ...{ missingFlushes: [], notNestedCount: 0, liveNotNestedCount: 0 },
  ...{ notNested: [], secondsLeftOut: 0 },
};

/** What came of a run of many cases. */
export interface RunResult extends ExploreNotes {
  readonly verdict: "held" | "violated" | "undecided";
  /** What was not decided, each with the reason. */
  readonly undecided: readonly string[];
  readonly end: RunEnd;
  readonly totals: RunTotals;
  /** The cases that make it red. */
  readonly failures: readonly Failure[];
  /** What two uninterrupted runs have shown; undefined where they could not be judged. */
  readonly golden: GoldenSummary | undefined;
  readonly records: readonly CaseRecord[];
  /** Known violations of this scenario and target that explained nothing in this run. */
  readonly knownNotSeen: readonly KnownViolation[];
  readonly seed: string;
  /** The folder with run.json, cases.jsonl and the failures. */
  readonly folder: string;
  /** Why evidence was not kept that should have been: there was no room for it. */
  readonly noRoom?: string;
  /** All of it that is stored besides the cases. */
  readonly stored: EndRecord;
  /**
   * Where in the source the changes are made, or why that can't be told; absent where nothing
   * failed and nobody asked for it, or the run was ended before.
   */
  readonly sites?: SitesFound;
}

/** What happens in a run of many cases, in this order. */
export type RunEvent =
  | { readonly kind: "notice"; readonly text: string }
  /** The disk image and the folder of the results are there; the work begins. */
  | {
      readonly kind: "start";
      readonly configuration: RunJson;
      readonly folder: string;
      readonly limits: RunLimits;
      /** The steps of the target, in the order of its work. */
      readonly steps: readonly string[];
    }
  /** How far the uninterrupted runs have come, about once a second. */
  | { readonly kind: "recording"; readonly progress: GoldenProgress }
  | {
      readonly kind: "plan";
      readonly golden: GoldenSummary;
      /** Which crash points were chosen. */
      readonly plan: PlanRecord;
      readonly plannedCount: number;
      /** Shows again what is wrong without a crash, where something is. */
      readonly replayCommand?: string;
    }
  /** The cases of a run that is continued, from before it had stopped. */
  | { readonly kind: "earlier"; readonly records: readonly CaseRecord[] }
  | { readonly kind: "case"; readonly record: CaseRecord; readonly plannedCount: number }
  /** The case before has found something that is not known. */
  | { readonly kind: "finding"; readonly failure: Failure }
  | { readonly kind: "end"; readonly result: RunResult };

/** A run of many cases. */
export type CasesRun = Run<RunEvent, RunResult>;

/** What a replayed case has shown, step by step. */
export type Story = Pick<
  CaseReply,
  "record" | "outputs" | "layouts" | "crashDigests" | "agreements"
>;

/** What came of a replay. */
export interface ReplayResult {
  readonly verdict: "held" | "violated" | "undecided";
  /** Why it is not decided. */
  readonly undecided: readonly string[];
  /** Undefined where it came to no case, or was to be of an uninterrupted run. */
  readonly story: Story | undefined;
  /** What is wrong without a crash. */
  readonly uncrashed: readonly UncrashedFinding[];
  /** The case, where it is violated. */
  readonly failures: readonly Failure[];
  /** Where in the source, or why that can't be told, where it was asked for. */
  readonly sites?: SitesFound;
}

/** What happens in a replay, in this order. */
export type ReplayEvent =
  | { readonly kind: "notice"; readonly text: string }
  /** The disk image is there; the work begins. */
  | { readonly kind: "start"; readonly scenario: Scenario; readonly imagePath: string }
  | { readonly kind: "plan"; readonly golden: GoldenSummary }
  | { readonly kind: "case"; readonly record: CaseRecord }
  | { readonly kind: "finding"; readonly failure: Failure }
  | { readonly kind: "end"; readonly result: ReplayResult };

/** A replay. */
export type ReplayRun = Run<ReplayEvent, ReplayResult>;
