import { settled } from "../../../crash/tree/settle.js";
import type { LossPosition, TreeEpochs } from "../../../crash/tree/tree-epochs.js";
import { lostPieces } from "../../../crash/tree/tree-fate.js";
import { wholeOf, type UnitLanding } from "../../../crash/tree/unit-landing.js";
import { formatCut } from "../../../model/cut-text.js";
import type { PowerLoss } from "../../../model/power.js";
import { openStream } from "../../../model/prng.js";
import type { PlacedChange } from "../../placed-change.js";
import type { FlushTrial } from "../flush-trials.js";

/** So many changes that a sync makes durable are lost one by one. */
const lostAlone = 12;

/**
 * For each moment at which a run synced something, power losses with that sync left out: what it
 * alone made durable is lost, all or one change at a time, and all else landed. Taken after the
 * next change, at the next sync, and at the end. Syncs with no change between them are one.
 */
export function treeFlushTrials(
  epochs: TreeEpochs,
  changes: readonly PlacedChange[],
  seed: string,
): FlushTrial[] {
  const { flushCounts } = epochs;
  return flushCounts.flatMap((afterWrite, index) => {
    if (afterWrite === 0) return [];
    const positions = positionsOf(epochs, afterWrite, flushCounts[index + 1]);
    const losses = positions.flatMap((position) => lossesAt(epochs, position, afterWrite, seed));
    return {
      afterWrite,
      step: changes[afterWrite - 1]?.step ?? "",
      regionBefore: changes[afterWrite - 1]?.place.name ?? "",
      regionAfter: changes[afterWrite]?.place.name ?? "the end",
      losses,
    };
  });
}

function positionsOf(
  { changes: { length } }: TreeEpochs,
  afterWrite: number,
  nextFlush: number | undefined,
): LossPosition[] {
  const end = { writes: length, ended: true };
  if (afterWrite === length) return [end];
  const between = [...new Set([afterWrite + 1, nextFlush ?? length])];
  return [...between.map((writes) => ({ writes, ended: false })), end];
}

function lossesAt(
  epochs: TreeEpochs,
  { writes, ended }: LossPosition,
  droppedFlush: number,
  seed: string,
): PowerLoss[] {
  const isDurable = epochs.durableAt({ writes, ended });
  const open = epochs.openAt({ writes, ended, droppedFlush });
  const risked = new Set<number>();
  for (const place of open) {
    if (isDurable(place)) risked.add(epochs.units[place]?.change.number ?? 0);
  }
  const numbers = [...risked];
  const label = `sync after change ${droppedFlush}`;
  const drawn = openStream(seed, label).shuffle(numbers).slice(0, lostAlone);
  const alone = numbers.length < 2 ? [] : drawn.sort((a, b) => a - b).map((each) => [each]);
  const losses = [numbers, ...alone].map((lost): PowerLoss => ({
    kind: "power",
    ...{ writes, ended, device: epochs.fileSystem.name, droppedFlush },
    fate: { kind: "lost", pieces: lostPieces(withoutChanges(epochs, open, new Set(lost))) },
    trash: [],
  }));
  const real = losses.filter(({ fate }) => fate.kind === "lost" && fate.pieces.length > 0);
  return [...new Map(real.map((loss) => [formatCut(loss), loss])).values()];
}

function withoutChanges(
  epochs: TreeEpochs,
  open: readonly number[],
  lost: ReadonlySet<number>,
): UnitLanding[] {
  const named = open.flatMap((place): UnitLanding[] => {
    const unit = epochs.units[place];
    if (unit === undefined) return [];
    return [{ place, unit, ranges: lost.has(unit.change.number) ? [] : [wholeOf(unit)] }];
  });
  return settled(epochs, named);
}
