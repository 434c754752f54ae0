import { parentPort, workerData } from "node:worker_threads";
import type { BaseImage } from "./images.js";
import { openTrials } from "./try.js";
import type { NumberRange } from "./watch.js";

/** What the thread is given. It posts each trial as it ends. */
interface Given extends NumberRange {
  readonly seed: string;
  readonly bases: readonly BaseImage[];
}

const { from, to, seed, bases } = workerData as Given;
const run = openTrials(bases, seed);
for (let number = from; number < to; number += 1) parentPort?.postMessage(run(number));
