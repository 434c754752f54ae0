import { join } from "node:path";
import type { Proof } from "../../model/proofs/proof.js";
import { loadDevices } from "../../catalogue/devices.js";
import { profilesFor } from "../../catalogue/power-profiles.js";
import { mediumOf } from "../../catalogue/scenario.js";
import { soak, type SoakEnd } from "../../runner/workers/soak.js";
import { Hunt } from "./hunt.js";
import type { BadSubject } from "./proof-subjects.js";

/** What is the same for all known-bad targets. */
export interface ProveLimits {
  readonly seed: string;
  /** What the seeds of kills by chance are drawn from. */
  readonly chanceSeed: string;
  readonly budgetMs: number;
  /** A folder for the folders of failures. */
  readonly results: string;
  /** Hears what is done about the disk image. */
  readonly notice: (line: string) => void;
}

/**
 * Hunts for the expected finding of one known-bad target until it is seen or time is up. Runs one
 * worker; `job` is its number among those that run side by side.
 */
export async function proveOne(
  bad: BadSubject,
  { budgetMs, results, notice, ...seeds }: ProveLimits,
  job: number,
  signal: AbortSignal,
): Promise<Proof> {
  const opened = await bad.open(notice);
  const profiles = profilesFor(mediumOf(opened.scenario.image));
  const hunt = new Hunt(bad, opened.target.stepNames, seeds, profiles);
  // A timer of its own: signals that are made of others can be collected before they fire.
  const limit = new AbortController();
  const stop = (): void => {
    limit.abort();
  };
  const timer = setTimeout(stop, budgetMs);
  signal.addEventListener("abort", stop, { once: true });
  const over = limit.signal;
  const startedMs = Date.now();
  let end: SoakEnd = { kind: "complete" };
  try {
    end = await soak(
      {
        ...opened,
        devices: loadDevices(),
        runPath: join(results, "prove", bad.name),
        jobs: 1,
        firstJob: job,
        explore: hunt.request,
        orderAt: (_index, golden) => hunt.orderAt(golden),
        follow: (reply) => hunt.follow(reply),
        isOver: () => hunt.isOver(),
      },
      { ready: (golden) => hunt.sawGolden(golden), done: (reply) => hunt.sawCase(reply) },
      over,
    );
  } catch (error) {
    signal.throwIfAborted();
    if (!over.aborted) throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
  return hunt.proof(end, over.aborted, Date.now() - startedMs);
}
