import type { Epochs } from "../../crash/epoch.js";
import type { PowerLoss } from "../../model/power.js";
import { openStream } from "../../model/prng.js";
import type { PlacedChange } from "../placed-change.js";

/** One flush of a run, and the power losses that show what it is good for. */
export interface FlushTrial {
  /** The flush came after this write. */
  readonly afterWrite: number;
  readonly step: string;
  /** What the flush keeps apart: the region of the write before it and of the one behind it. */
  readonly regionBefore: string;
  readonly regionAfter: string;
  readonly losses: readonly PowerLoss[];
}

/** The device that the flushes are dropped on: it keeps no order, so that each may matter. */
const deviceName = "volatile";
/** So many writes of an epoch are lost one by one. */
const lostAlone = 12;

/**
 * For each flush of a run, power losses on a device that ignores just that one: the writes that it
 * made durable are lost, all or one at a time, while what came later has landed. Taken after the
 * next write, at the end of the next epoch, and, for the last flush, after the end.
 */
export function flushTrials(
  epochs: Epochs,
  changes: readonly PlacedChange[],
  seed: string,
): FlushTrial[] {
  const { flushCounts, writes } = epochs;
  return flushCounts.flatMap((afterWrite, index) => {
    if (afterWrite === 0) return [];
    const first = (flushCounts[index - 1] ?? 0) + 1;
    const lost = lostSets(epochs, first, afterWrite, seed);
    const moments = momentsOf(afterWrite, flushCounts[index + 1], writes.length);
    const losses = moments.flatMap((moment) =>
      lost.map((numbers): PowerLoss => ({
        kind: "power",
        ...moment,
        device: deviceName,
        droppedFlush: afterWrite,
        fate: { kind: "lost", pieces: numbers.map((write) => ({ write })) },
        trash: [],
      })),
    );
    const before = changes[afterWrite - 1];
    const after = changes[afterWrite];
    return {
      afterWrite,
      step: before?.step ?? "",
      regionBefore: before?.place.name ?? "",
      regionAfter: after?.place.name ?? "the end",
      losses,
    };
  });
}

/** The same moment with every flush done and nothing lost: what is wrong then is no flush's. */
export function controlOf({ writes, ended, device }: PowerLoss): PowerLoss {
  return { kind: "power", writes, ended, device, fate: { kind: "lost", pieces: [] }, trash: [] };
}

function momentsOf(
  afterWrite: number,
  nextFlush: number | undefined,
  writeCount: number,
): Pick<PowerLoss, "writes" | "ended">[] {
  if (afterWrite === writeCount) return [{ writes: writeCount, ended: true }];
  const ends = new Set([afterWrite + 1, nextFlush ?? writeCount]);
  return [...ends].map((writes) => ({ writes, ended: false }));
}

/** All writes of an epoch, and each of some alone. Synchronous ones need no flush. */
function lostSets(epochs: Epochs, first: number, last: number, seed: string): number[][] {
  const numbers = epochs.writes
    .slice(first - 1, last)
    .filter(({ synchronous }) => !synchronous)
    .map(({ number }) => number);
  if (numbers.length <= 1) return numbers.length === 0 ? [] : [numbers];
  const drawn = openStream(seed, `flush after write ${last}`).shuffle(numbers).slice(0, lostAlone);
  return [numbers, ...drawn.sort((a, b) => a - b).map((number) => [number])];
}
