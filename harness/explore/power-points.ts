import type { Epochs } from "../crash/epoch.js";
import { formatCut } from "../model/cut-text.js";
import type { Device, PowerLoss } from "../model/power.js";
import { openStream } from "../model/prng.js";
import type { WriteEvent } from "../model/trace.js";
import type { Place } from "./place.js";
import {
  outcomesInAnyOrder,
  outcomesInOrder,
  outcomesPerWrite,
  type Outcome,
} from "./power-fates.js";
import { momentsOf, type Moment } from "./power-moments.js";

/** Which power losses are run. */
export interface PowerPlan {
  /** Each once, ordered by position. */
  readonly points: readonly PowerLoss[];
  /** Losses that were left out because too many chosen writes were cached at once. */
  readonly leftOutCount: number;
}

/** So many chosen writes are lost, kept and torn one by one at one moment on one device. */
const variedPerMoment = 100;

/**
 * Chooses the power losses of a run: at the end of each epoch in which a chosen write is cached,
 * and on each device, what that device can leave of the chosen writes.
 */
export function powerPoints(
  epochs: Epochs,
  chosen: readonly Pick<Place, "write">[],
  devices: readonly Device[],
  seed: string,
): PowerPlan {
  const numbers = new Set(chosen.map(({ write }) => write.number));
  const points = new Map<string, PowerLoss>();
  let leftOutCount = 0;
  for (const device of devices) {
    for (const moment of momentsOf(epochs, device)) {
      const candidates = moment.open.filter(({ number }) => numbers.has(number));
      if (candidates.length === 0) continue;
      const varied = sampleOf(candidates, seed, `varied at ${moment.writes} on ${device.name}`);
      for (const write of candidates) {
        if (!varied.has(write)) leftOutCount += outcomesPerWrite(write, device);
      }
      const outcomesOf = device.ordered ? outcomesInOrder : outcomesInAnyOrder;
      for (const outcome of outcomesOf(moment, [...varied], device)) {
        if (losesNothing(outcome)) continue;
        const loss = lossOf(moment, device, outcome);
        points.set(formatCut(loss), loss);
      }
    }
  }
  const ordered = [...points.values()].sort((a, b) => a.writes - b.writes);
  return { points: ordered, leftOutCount };
}

/** All of a few writes; of many the first, the last and seeded ones. In order. */
function sampleOf(writes: readonly WriteEvent[], seed: string, label: string): Set<WriteEvent> {
  if (writes.length <= variedPerMoment) return new Set(writes);
  const inner = openStream(seed, label).shuffle(writes.slice(1, -1));
  const drawn = inner.slice(0, variedPerMoment - 2);
  const sample = [...writes.slice(0, 1), ...drawn, ...writes.slice(-1)];
  return new Set(sample.sort((a, b) => a.number - b.number));
}

function losesNothing({ fate, trash }: Outcome): boolean {
  return fate.kind === "lost" && fate.pieces.length === 0 && trash.length === 0;
}

function lossOf({ writes, ended }: Moment, device: Device, { fate, trash }: Outcome): PowerLoss {
  return { kind: "power", writes, ended, device: device.name, fate, trash };
}
