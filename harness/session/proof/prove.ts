import { prepareImage } from "../../catalogue/base-image.js";
import type { KnownBad } from "../../catalogue/resizers/known-bad.js";
import { loadScenario } from "../../catalogue/scenario.js";
import type { Holding, Proof } from "../../model/proof.js";
import { inLanes } from "../lanes.js";
import { holdOne, type CorrectLimits, type CorrectSubject } from "./hold-one.js";
import { proveOne, type ProveLimits } from "./prove-one.js";

/**
 * Explores known-bad targets, `jobs` at a time, each until it is caught or its time is up. `hear`
 * gets each proof as it is made.
 */
export async function prove(
  knownBad: readonly KnownBad[],
  limits: ProveLimits,
  jobs: number,
  hear: (proof: Proof) => void,
  signal: AbortSignal,
): Promise<Proof[]> {
  await prepareImages(knownBad, limits.notice, signal);
  return inLanes(knownBad, jobs, signal, async (bad, job) => {
    const proof = await proveOne(bad, limits, job, signal);
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
  subjects: readonly { readonly scenario: string }[],
  notice: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const name of new Set(subjects.map(({ scenario }) => scenario))) {
    signal.throwIfAborted();
    await prepareImage(loadScenario(name), notice);
  }
}
