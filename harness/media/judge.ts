import type { ByteRange } from "../model/byte-range.js";
import type { Judgement, Told } from "../model/judgement.js";
import type { Finding } from "../model/verdict.js";
import type { CutRecord } from "../store/records.js";

/** A crash, as far as its judge has to know of it. Its image is on the bench. */
export interface CrashScene {
  /** The number of the crash in its case, from 1. */
  readonly kill: number;
  readonly landed: boolean;
  /** What the crash itself left with neither its old bytes nor its new ones. */
  readonly torn: readonly ByteRange[];
  /** No run may change a byte. */
  readonly isToStay: boolean;
  /** What the target's user was told is done and must be there, as the beginning of a message. */
  readonly promise: string | undefined;
}

/** What the record of a cut notes of the medium, for the tables of a report. */
export type Sight = Pick<CutRecord, "disk">;

/** Judges a medium by what two uninterrupted runs have left of it. */
export interface Judge {
  /** What is wrong at a crash, before anything has repaired it. */
  atCrash(scene: CrashScene): Promise<readonly Finding[]>;
  /** What a record notes of a crash. */
  sight(): Sight;
  /** The same where no crash has landed. */
  glance(): Sight;
  /** What is wrong after the last resume. */
  atEnd(told: Told): Promise<Judgement>;
}
