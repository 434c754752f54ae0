import type { Interrupting } from "../../explore/interrupt-points.js";
import type { CrashModel, CrashPoint } from "../../model/trace.js";
import type { Device } from "../../model/power.js";
import type { HowKilled } from "../../model/recorded-run.js";
import type { SiteMap, SitesFound } from "../../model/sites/call-site.js";
import type { UncrashedFinding } from "../../model/verdict.js";
import type { CaseRecord } from "../../store/records.js";
import type { ExportedLog } from "../../media/medium.js";
import type { CaseOrder } from "../case/case-order.js";
import type { Agreement } from "../evidence/evidence.js";
import type { JudgedAgain } from "../evidence/judge-again.js";
import type { KeptEvidence, KeptPart } from "../evidence/kept-failures.js";
import type { GoldenProgress } from "../../model/recorded-run.js";
import type { SmallestCase } from "../../model/smallest-case.js";
import type { HandedGolden } from "../golden/handed-golden.js";
import type { Trial } from "../golden/trial.js";
import type { PlannedPoints } from "./planned-points.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";

/** What the owner of a worker asks of it. */
export type WorkerRequest =
  | {
      readonly kind: "open";
      readonly scenario: Scenario;
      readonly target: Target;
      readonly imagePath: string;
      readonly devices: readonly Device[];
      /** To choose crash points from the recorded run; without it only live kills are run. */
      readonly explore?: ExploreRequest;
      /** Where the folders of failures go; none are written without it. */
      readonly runPath?: string;
      /** The folder that a map of what the recorded run did goes to; none is written without it. */
      readonly mapPath?: string;
      /** What a replay of a case needs besides its id; nothing where absent. */
      readonly replayWords?: readonly string[];
      /** The run's folder takes no more evidence once it has this size. */
      readonly evidenceLimitBytes?: number;
      /** Kinds of failures that were reduced before, and need not be again. */
      readonly reducedKinds?: readonly string[];
    }
  /** Runs the commands once, to see what they do. */
  | { readonly kind: "try" }
  /** Makes the golden runs, and the plan. */
  | { readonly kind: "record" }
  /** Gives what was recorded, for other workers; and takes it. */
  | { readonly kind: "hand over" }
  | { readonly kind: "adopt"; readonly golden: HandedGolden }
  | { readonly kind: "case"; readonly order: CaseOrder }
  /** Runs the commands once more, to see which code makes each change, up to one of them. */
  | { readonly kind: "sites"; readonly upTo?: number }
  /** Writes the folders of the last case. */
  | { readonly kind: "keep"; readonly parts: readonly KeptPart[] }
  /** Judges anew what the folder of a failure tells. */
  | { readonly kind: "judge again"; readonly folder: string }
  | { readonly kind: "export"; readonly path: string; readonly writeCount: number };

/** Which crash points are wanted. */
export interface ExploreRequest {
  /** As `--points` gives it. */
  readonly points?: string;
  readonly models: readonly CrashModel[];
  /** The devices on which power is lost. */
  readonly devices: readonly string[];
  readonly seed: string;
  /** How many crashes a case has at most: each but the first in the resume of the one before. */
  readonly depth: number;
  /** Crash points of resumes, as `--nested` gives them. */
  readonly nested: string;
  /** How runs are interrupted: by ctrl-C, once, where absent. */
  readonly interrupts?: Interrupting;
  /** Each flush of the run is dropped, one at a time. */
  readonly flushes: boolean;
  /** Which crash points leave like images is to be told with the plan. */
  readonly alike?: true;
  /** A dm-log-writes file, explored in place of the recorded run. */
  readonly logPath?: string;
}

/** What two uninterrupted runs showed. */
export interface GoldenSummary {
  readonly writeCount: number;
  readonly lineCount: number;
  /** Writes of each step, in the order in which the steps come first. */
  readonly writesByStep: Readonly<Record<string, number>>;
  readonly durationMs: number;
  readonly deterministic: boolean;
  /** What is wrong without a crash. */
  readonly findings: readonly UncrashedFinding[];
  /** What the target does to the medium, in words. */
  readonly work: readonly string[];
  /** What the reader should know before any crash. */
  readonly notices: readonly string[];
  readonly kills: HowKilled;
  readonly planned: PlannedPoints;
  /** Where in the source, where crash points are chosen by that. */
  readonly sites?: SiteMap;
}

/** How a worker was lost: it did not answer in time, or has ended by itself. */
export type Loss = "stuck" | "died";

/** A case that was run: its record, what each run printed, the layout at each stage. */
export interface CaseReply {
  readonly record: CaseRecord;
  /** It was a trial: it says nothing bad of the target. */
  readonly trial: boolean;
  readonly outputs: readonly string[];
  readonly layouts: readonly (readonly string[])[];
  readonly crashDigests: readonly string[];
  readonly agreements: readonly Agreement[];
  /**
   * Cases that this one leads to: with one crash more, in the resume of its last crash, and with
   * the signal that it got once again.
   */
  readonly nested: readonly (readonly CrashPoint[])[];
  /** Why its resume was not crashed, though it was to be. */
  readonly notNested?: string;
  /** Its worker was lost: the case is undecided, and another worker goes on. */
  readonly lost?: Loss;
  /** Second signals that others stand for. */
  readonly secondsLeftOut: number;
  /** The smallest case that shows the same, where there is a smaller one or one to explain. */
  readonly smallest?: SmallestCase;
}

/** What a worker answers. */
export type WorkerReply =
  | { readonly kind: "opened" | "adopted" }
  | { readonly kind: "tried"; readonly trial: Trial }
  | { readonly kind: "ready"; readonly golden: GoldenSummary }
  | { readonly kind: "handed over"; readonly golden: HandedGolden }
  | { readonly kind: "undecided"; readonly reason: string }
  | ({ readonly kind: "case" } & CaseReply)
  | { readonly kind: "sites"; readonly found: SitesFound }
  /** The case was not judged to its end: the time of the run was up, and a checker had hung. */
  | { readonly kind: "out of time" }
  | ({ readonly kind: "kept" } & KeptEvidence)
  | ({ readonly kind: "judged again" } & JudgedAgain)
  | ({ readonly kind: "exported" } & ExportedLog)
  | { readonly kind: "broke"; readonly reason: string; readonly blame: Blame };

/** What a worker tells while it works on an answer. */
export type WorkerNews = { readonly kind: "recording" } & GoldenProgress;

/** Why a worker can't go on: the user asked for it, something is missing or full, or it broke. */
export type Blame = "usage" | "undecided" | "harness";
