import type { PointPlan } from "../explore/points.js";
import type { CrashModel } from "../model/trace.js";
import type { Finding } from "../model/verdict.js";
import type { CaseRecord } from "../store/records.js";
import type { CaseOrder } from "./case-order.js";
import type { Scenario } from "./scenario.js";
import type { Target } from "./target.js";

/** What the command line asks of a worker. */
export type WorkerRequest =
  | {
      readonly kind: "open";
      readonly scenario: Scenario;
      readonly target: Target;
      readonly imagePath: string;
      /** To choose crash points from the recorded run; without it only live kills are run. */
      readonly explore?: ExploreRequest;
      /** Where the folders of failures go; none are written without it. */
      readonly runPath?: string;
    }
  | { readonly kind: "case"; readonly order: CaseOrder };

/** Which crash points are wanted. */
export interface ExploreRequest {
  /** As `--points` gives it. */
  readonly points?: string;
  readonly models: readonly CrashModel[];
  readonly seed: string;
}

/** What two uninterrupted runs showed. */
export interface GoldenSummary {
  readonly writeCount: number;
  readonly lineCount: number;
  /** Writes of each step, in the order in which the steps come first. */
  readonly writesByStep: Readonly<Record<string, number>>;
  readonly durationMs: number;
  readonly deterministic: boolean;
  readonly findings: readonly Finding[];
  /** The crash points that were chosen, where some were asked for. */
  readonly plan?: PointPlan;
}

/** A case that was run: its record, what each run printed, the layout at each stage. */
export interface CaseReply {
  readonly record: CaseRecord;
  readonly outputs: readonly string[];
  readonly layouts: readonly (readonly string[])[];
  readonly crashDigests: readonly string[];
}

/** What a worker answers. */
export type WorkerReply =
  | { readonly kind: "ready"; readonly golden: GoldenSummary }
  | { readonly kind: "undecided"; readonly reason: string }
  | ({ readonly kind: "case" } & CaseReply)
  | { readonly kind: "broke"; readonly reason: string; readonly usage: boolean };
