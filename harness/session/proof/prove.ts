import type { Holding, Proof } from "../../model/proofs/proof.js";
import { inLanes } from "../lanes.js";
import { holdOne, type CorrectLimits } from "./hold-one.js";
import type { BadSubject, CorrectSubject } from "./proof-subjects.js";
import { proveOne, type ProveLimits } from "./prove-one.js";

/**
 * Explores known-bad targets, `jobs` at a time, each until it is caught or its time is up. `hear`
 * gets each proof as it is made.
 */
export async function prove(
  subjects: readonly BadSubject[],
  limits: ProveLimits,
  jobs: number,
  hear: (proof: Proof) => void,
  signal: AbortSignal,
): Promise<Proof[]> {
  await prepareImages(subjects, limits.notice, signal);
  return inLanes(subjects, jobs, signal, async (subject, job) => {
    const proof = await proveOne(subject, limits, job, signal);
    hear(proof);
    return proof;
  });
}

/** Explores correct targets, `jobs` at a time. `hear` gets what came of each, at once. */
export async function proveCorrect(
  subjects: readonly CorrectSubject[],
  limits: CorrectLimits,
  jobs: number,
  hear: (holding: Holding) => void,
  signal: AbortSignal,
): Promise<Holding[]> {
  await prepareImages(subjects, limits.notice, signal);
  return inLanes(subjects, jobs, signal, async (subject, job) => {
    const holding = await holdOne(subject, limits, job, signal);
    hear(holding);
    return holding;
  });
}

/** Each once, before those who want the same one come at the same time. */
async function prepareImages(
  subjects: readonly (BadSubject | CorrectSubject)[],
  notice: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const firstOf = new Map(subjects.toReversed().map((subject) => [subject.image, subject]));
  for (const subject of firstOf.values()) {
    signal.throwIfAborted();
    await subject.open(notice);
  }
}
