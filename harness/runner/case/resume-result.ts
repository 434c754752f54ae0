import type { Judgement, Told, Unread } from "../../model/judgement.js";
import type { Finding, HeldClass } from "../../model/verdict.js";
import type { WayRecord } from "../../store/records.js";

/** How the resumes to the end went and what was judged after them. */
export interface ResumeResult {
  readonly judgement: ResumeJudgement;
  /** How it ended, and what the medium's judge alone has found; absent without a resume. */
  readonly byMedium?: { readonly told: Told; readonly judgement: Judgement };
  /** Every way out that was tried; none where there is but one. */
  readonly ways: readonly WayRecord[];
  /** What each resume printed. */
  readonly outputs: readonly string[];
  /** Why the shim gave up, if it did. */
  readonly broke: string | undefined;
  readonly targetMs: number;
  readonly checksMs: number;
}

/** What was judged after them. */
interface ResumeJudgement {
  readonly findings: readonly Finding[];
  readonly heldClass: HeldClass;
  readonly unread: readonly Unread[];
}

/** The end of a crash image that was resumed before, and the case that it was resumed in. */
export interface KnownResume {
  readonly caseId: string;
  readonly resumed: ResumeResult;
}
