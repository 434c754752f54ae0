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
export interface Sight {
  readonly sight: Pick<CutRecord, "disk">;
}

/** Judges a medium by what two uninterrupted runs have left of it. */
export interface Judge {
  /** What is wrong at a crash, before anything has repaired it, and what a record notes of it. */
  atCrash(scene: CrashScene): Promise<{ readonly findings: readonly Finding[] } & Sight>;
  /** What a record notes where no crash was made. */
  glance(): Sight;
  /** What is wrong after the last resume. */
  atEnd(told: Told): Promise<Judgement>;
}
