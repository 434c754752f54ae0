import type { Shard } from "../../model/shard.js";
import type { CaseOrder } from "../../runner/case/case-order.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "../../runner/workers/messages.js";
import type { CaseRecord } from "../../store/records.js";
import type { StoredRun } from "../../store/run-folder.js";
import type { ExploreNotes, RunLimits } from "../run/run-events.js";
import type { Asked } from "../options/asked-options.js";
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
  /** The options, as the function behind the command takes them: a run is continued by them. */
  readonly asked?: Asked;
  readonly orders: OrderSource;
  /** What there is of it already, where it goes on. */
  readonly earlier?: EarlierSittings;
  /** Cases of other runs of the same target: of their kinds enough is kept and reduced. */
  readonly seen?: readonly CaseRecord[];
  /** The run's folder takes no more evidence once it has this size. */
  readonly evidenceLimitBytes?: number;
}

/** What a run that had stopped has left. */
export interface EarlierSittings {
  readonly stored: StoredRun;
  /** How long they have taken. */
  readonly spentMs: number;
}

/** What the orders of a run hear of a case: nothing that is not stored. */
export type Told = Pick<
  CaseReply,
  "record" | "trial" | "nested" | "notNested" | "secondsLeftOut" | "smallest"
>;

/** Where the orders of a run come from. */
export interface OrderSource {
  /** Which crash points are wanted; without it only live kills are run. */
  readonly explore?: ExploreRequest;
  /**
   * The order at this place, from 0, or undefined when there are no more. Called once each, in
   * their order. The same place has the same order in each run with the same options.
   */
  orderAt(place: number, golden: GoldenSummary): CaseOrder | undefined;
  /** How many cases golden plans; undefined where that is no matter of golden. */
  plannedCount(golden: GoldenSummary): number | undefined;
  /** What a case has led to. Called once for each, in the order in which they are stored. */
  follow(told: Told): readonly CaseOrder[];
  /** Hears every case. One that it takes for itself is neither stored nor counted. */
  takes(told: Told): boolean;
  /** What is to be said besides the cases. */
  notes(): ExploreNotes;
}
