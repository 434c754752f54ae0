import type { CrashScene } from "../../media/judge.js";
import type { ByteExcerpt } from "../../model/map/byte-excerpt.js";
import type { Judgement, Told } from "../../model/judgement.js";
import type { CrashPoint } from "../../model/trace.js";
import type { Fault } from "../../model/verdict.js";

/** What is kept of a case until its verdict is known, for the folder of a failure. */
export interface Evidence {
  /** The raw trace of each run that was cut. */
  readonly traces: Buffer[];
  /** What was printed: by each run that was cut, then by each resume to the end. */
  readonly outputs: string[];
  readonly points: CrashPoint[];
  /** SHA-256 of each crash image, as far as it differs from the base. */
  readonly crashDigests: string[];
  /** For each live crash that was looked at in detail: whether its image could be made again. */
  readonly agreements: Agreement[];
  /** What was judged of each crash by the medium's bytes alone. */
  readonly scenes: JudgedScene[];
  /** The same of the end, where this case was resumed, and has failed. */
  end?: JudgedEnd;
  /** The medium in lines for people, after each kill and after the last resume. */
  readonly layouts: (readonly string[])[];
}

/** A crash, and what its judge has found. */
export interface JudgedScene {
  readonly scene: Omit<CrashScene, "torn">;
  readonly findings: readonly Fault[];
}

/** What a resume has left, how it ended, and what its judge has found. */
export interface JudgedEnd {
  readonly stateBytes: Buffer;
  readonly excerpts: readonly ByteExcerpt[];
  readonly told: Told;
  readonly judgement: Judgement;
}

/** Whether the image of a live crash has the bytes of an image that was made from a trace. */
export interface Agreement {
  /** From the trace of the very run that was crashed. */
  readonly withOwnTrace: boolean;
  /** From the run recorded first; undefined for a later crash, one at a line, and ctrl-C. */
  readonly withRecorded: boolean | undefined;
}

/** Evidence to be filled as a case goes. */
export function noEvidence(): Evidence {
  return {
    traces: [],
    outputs: [],
    points: [],
    crashDigests: [],
    agreements: [],
    layouts: [],
    scenes: [],
  };
}
