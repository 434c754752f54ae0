import type { Judgement } from "../../model/judgement.js";

/** How the resumes to the end went and what was judged after them. */
export interface ResumeResult {
  readonly judgement: Judgement;
  /** What each resume printed. */
  readonly outputs: readonly string[];
  /** Why the shim gave up, if it did. */
  readonly broke: string | undefined;
  readonly targetMs: number;
  readonly checksMs: number;
}

/** The end of a crash image that was resumed before, and the case that it was resumed in. */
export interface KnownResume {
  readonly caseId: string;
  readonly resumed: ResumeResult;
}
