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
      /** Where the folders of failures go; none are written without it. */
      readonly runPath?: string;
    }
  | { readonly kind: "case"; readonly order: CaseOrder };

/** What two uninterrupted runs showed. */
export interface GoldenSummary {
  readonly writeCount: number;
  readonly lineCount: number;
  /** Writes of each step, in the order in which the steps come first. */
  readonly writesByStep: Readonly<Record<string, number>>;
  readonly durationMs: number;
  readonly deterministic: boolean;
  readonly findings: readonly Finding[];
}

/** A case that was run: its record, what each run printed, the layout at each stage. */
export interface CaseReply {
  readonly record: CaseRecord;
  readonly outputs: readonly string[];
  readonly layouts: readonly (readonly string[])[];
}

/** What a worker answers. */
export type WorkerReply =
  | { readonly kind: "ready"; readonly golden: GoldenSummary }
  | { readonly kind: "undecided"; readonly reason: string }
  | ({ readonly kind: "case" } & CaseReply)
  | { readonly kind: "broke"; readonly reason: string; readonly usage: boolean };
