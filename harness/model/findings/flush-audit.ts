import type { Finding } from "../verdict.js";

/** How a trial with a dropped flush ended. */
export interface FlushOutcome {
  readonly verdict: "held" | "violated" | "undecided";
  readonly findings: readonly Finding[];
}

/** How things ended with a flush dropped, and at the same moment with it; undefined: not run. */
export interface AuditTrial {
  readonly dropped: FlushOutcome | undefined;
  readonly control: FlushOutcome | undefined;
}

/** One flush and the trials without it. */
export interface AuditedFlush {
  readonly afterWrite: number;
  readonly step: string;
  readonly regionBefore: string;
  readonly regionAfter: string;
  readonly trials: readonly AuditTrial[];
}
