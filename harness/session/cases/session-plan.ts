import type { Shard } from "../../model/shard.js";
import type { CaseOrder } from "../../runner/case/case-order.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "../../runner/workers/messages.js";
import type { ExploreNotes, RunLimits } from "../run/run-events.js";
import type { Subject } from "../subject/subject.js";

/** A run of many cases of one scenario on one target. */
export interface SessionPlan {
  /** As it stands in run.json. */
  readonly command: string;
  readonly subject: Subject;
  readonly seed: string;
  /** The word that it was made of, where it was. */
  readonly seedWord?: string | undefined;
  readonly limits: RunLimits;
  readonly jobs: number;
  /** The number of the first worker, where others run beside these: it decides their CPUs. */
  readonly firstJob: number;
  /** A folder for the folders of runs. */
  readonly results: string;
  readonly strict: boolean;
  /** The part of the whole run that this is; the whole where it is absent. */
  readonly shard?: Shard;
  /** More of the configuration, to be told and stored. */
  readonly shown: Readonly<Record<string, string | number>>;
  readonly orders: OrderSource;
}

/** Where the orders of a run come from. */
export interface OrderSource {
  /** Which crash points are wanted; without it only live kills are run. */
  readonly explore?: ExploreRequest;
  /** The order with this index, or undefined when there are no more. Called once each. */
  orderAt(index: number, golden: GoldenSummary): CaseOrder | undefined;
  /** How many cases golden plans; undefined where that is no matter of golden. */
  plannedCount(golden: GoldenSummary): number | undefined;
  /** What a case has led to. */
  follow(reply: CaseReply): readonly CaseOrder[];
  /** Hears every case. One that it takes for itself is neither stored nor counted. */
  takes(reply: CaseReply): boolean;
  /** What is to be said besides the cases. */
  notes(): ExploreNotes;
}
