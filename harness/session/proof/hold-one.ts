import { join } from "node:path";
import { crashModels } from "../../model/trace.js";
import type { Holding } from "../../model/proofs/proof.js";
import { loadDevices } from "../../catalogue/devices.js";
import { profilesFor } from "../../catalogue/power-profiles.js";
import type { MediumKind } from "../../catalogue/placeholder.js";
import { mediumOf } from "../../catalogue/scenario.js";
import type { ExploreRequest } from "../../runner/workers/messages.js";
import { soak } from "../../runner/workers/soak.js";
import { PlannedOrders } from "../orders/planned-orders.js";
import type { CorrectSubject } from "./proof-subjects.js";
import { SeenCases } from "./seen-cases.js";

/** What is the same for all of them. */
export interface CorrectLimits {
  readonly seed: string;
  /** So many writes of each are drawn; all of their crash points are run. */
  readonly sampleCount: number;
  /** A folder for the folders of failures. */
  readonly results: string;
  /** Hears what is done about the disk image. */
  readonly notice: (line: string) => void;
}

/**
 * Explores one correct target under all models and devices. Runs one worker; `job` is its number
 * among those that run side by side.
 */
export async function holdOne(
  subject: CorrectSubject,
  limits: CorrectLimits,
  job: number,
  signal: AbortSignal,
): Promise<Holding> {
  const opened = await subject.open(limits.notice);
  const seen = new SeenCases();
  const explore = requestFrom(subject, limits, mediumOf(opened.scenario.image));
  const orders = new PlannedOrders(explore);
  const startedMs = Date.now();
  const end = await soak(
    {
      ...opened,
      explore,
      devices: loadDevices(),
      runPath: join(limits.results, "prove", subject.name.replaceAll("/", "-")),
      jobs: 1,
      firstJob: job,
      orderAt: (place, golden) => orders.at(place, golden),
      follow: (reply) => orders.follow(reply),
    },
    { ready: (golden) => seen.golden(golden), done: (reply) => seen.case(reply) },
    signal,
  );
  if (end.kind === "undecided") seen.undecided(end.reason);
  const { name, odd } = subject;
  return { name, odd, elapsedMs: Date.now() - startedMs, ...seen.result() };
}

function requestFrom(
  { models = crashModels, devices, points, interrupts = 1 }: CorrectSubject,
  { seed, sampleCount }: CorrectLimits,
  kind: MediumKind,
): ExploreRequest {
  return {
    ...{ models, devices: devices ?? profilesFor(kind), seed },
    points: points ?? `sample=${sampleCount}`,
    depth: 1,
    nested: "metadata",
    flushes: false,
    interrupts: { signals: ["INT"], most: interrupts },
  };
}
