import type { RepairEnd } from "../../media/judge.js";
import type { ByteRange } from "../../model/byte-range.js";
import type { Fault, Finding } from "../../model/verdict.js";
import type { CutRecord } from "../../store/records.js";
import type { JudgedScene } from "../evidence/evidence.js";
import type { CrashSite } from "./crash-site.js";

/** A crash that has been reached: its image is on the bench. */
export interface Reached {
  readonly site: CrashSite;
  /** What its processes did wrong: they outlived it, or did not end. */
  readonly misdeeds: readonly Fault[];
  /** It was interrupted and ended all the same by telling its user that all is done. */
  readonly saysDone?: boolean;
  /** The raw records of the run that crashed: of a live one up to the crash. */
  readonly traceBytes: Buffer;
  readonly output: string;
  readonly targetMs: number;
  /** What the crash left with neither its old bytes nor its new ones. */
  readonly torn: readonly ByteRange[];
}

/** What was judged of a crash before anything has repaired it. */
export interface JudgedCrash {
  readonly cut: CutRecord;
  readonly findings: readonly Finding[];
  /** What the medium's judge alone has found, and of what. */
  readonly byMedium: JudgedScene;
  /** It is what an uninterrupted run leaves, also outside: nothing is left to be done. */
  readonly isFinished: boolean;
  /** Where the usual repair alone would lead; undefined where nobody was asked. */
  readonly repairEnd: RepairEnd | undefined;
}
