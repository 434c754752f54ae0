import type { ByteRange } from "../model/byte-range.js";
import type { ByteExcerpt } from "../model/map/byte-excerpt.js";
import type { Judgement, Told } from "../model/judgement.js";
import type { Fault, WayEnd } from "../model/verdict.js";
import type { CutRecord } from "../store/records.js";

/** A crash, as far as its judge has to know of it. Its image is on the bench. */
export interface CrashScene {
  readonly landed: boolean;
  /** What the crash itself left with neither its old bytes nor its new ones. */
  readonly torn: readonly ByteRange[];
  /** No run may change a byte. */
  readonly isToStay: boolean;
  /** What the target's user was told is done and must be there, as the beginning of a message. */
  readonly promise: string | undefined;
}

/** What the record of a cut notes of the medium, for the tables of a report. */
export interface Sight {
  readonly sight: Pick<CutRecord, "disk">;
}

/** What was judged of a crash before anything has repaired it, and what a record notes of it. */
export interface CrashJudgement extends Sight {
  readonly findings: readonly Fault[];
  /** It is what an uninterrupted run leaves: nothing is left to be done. */
  readonly isFinished: boolean;
  /** Where the usual repair alone would lead; undefined where nobody was asked. */
  readonly repairEnd: RepairEnd | undefined;
}

/** Where the usual repair of a crash image leads, as was seen on a copy. */
export interface RepairEnd {
  readonly end: WayEnd;
  /** Of what could not be read before it, something is lost after it. */
  readonly isLossy: boolean;
}

/** Judges a medium by what two uninterrupted runs have left of it. */
export interface Judge {
  /** What is wrong at a crash, before anything has repaired it. */
  atCrash(scene: CrashScene): Promise<CrashJudgement>;
  /** What a record notes where no crash was made. */
  glance(): Sight;
  /** What is wrong after the last resume. */
  atEnd(told: Told): Promise<Judgement>;
  /**
   * Where what is on the bench has other bytes than an uninterrupted run leaves: a few of them.
   * None of a medium that is no row of bytes.
   */
  excerpts(): readonly ByteExcerpt[];
  /**
   * Does the usual repair to what is on the bench, and what else a user does by hand. Returns the
   * commands that did something: none where there is no repair.
   */
  repair(): Promise<readonly RepairDone[]>;
}

/** A command that has repaired something. */
export interface RepairDone {
  /** In short: `e2fsck -fy`. */
  readonly command: string;
  /** A boot runs it, or a user whom a boot asks to; else nobody is told to. */
  readonly isUsual: boolean;
}
