import type { CaseOrder } from "../runner/case/case-order.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "../runner/workers/messages.js";
import type { Scenario } from "../catalogue/scenario.js";
import type { Target } from "../catalogue/target.js";

/** A run of many cases of one scenario on one target. */
export interface SessionPlan {
  readonly command: string;
  readonly scenario: Scenario;
  readonly target: Target;
  readonly seed: string;
  /** Infinity when only the time ends it. */
  readonly iterations: number;
  readonly durationMs: number | undefined;
  readonly jobs: number;
  readonly results: string;
  readonly strict: boolean;
  /** More of the configuration, printed and stored. */
  readonly shown: Readonly<Record<string, string | number>>;
  readonly explore?: ExploreRequest;
  readonly orderAt: (index: number, golden: GoldenSummary) => CaseOrder | undefined;
  readonly follow?: (reply: CaseReply) => readonly CaseOrder[];
  /** Hears every case. One that it takes for itself is neither stored nor counted. */
  readonly takes?: (reply: CaseReply) => boolean;
  /** What is to be said besides the totals. */
  readonly closing?: () => readonly string[];
  /** The command that shows a case again. */
  readonly replayCommand: (id: string) => string;
}
