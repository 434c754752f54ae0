import { formatCut } from "../../model/cut-text.js";
import { UsageError } from "../../model/errors.js";
import type { Piece, PowerLoss } from "../../model/power.js";
import type { TreeEpochs } from "./tree-epochs.js";
import { isWhole, type UnitLanding } from "./unit-landing.js";
import { isData } from "./units.js";

/**
 * Throws UsageError where a trace has no such power loss: it ends before that position, or a piece
 * is of what was durable by then or is no part of its change. So it is with an id whose target has
 * made another trace since.
 */
export function requireFits(epochs: TreeEpochs, loss: PowerLoss): void {
  const { writes, ended, fate, trash, droppedFlush } = loss;
  const { length } = epochs.changes;
  if (writes > length) throw unfit(loss, `the trace has ${length} changes`);
  if (ended && writes < length) {
    throw unfit(loss, `the target ended after change ${length}, not after ${writes}`);
  }
  if (droppedFlush !== undefined && !epochs.flushCounts.includes(droppedFlush)) {
    throw unfit(loss, `no sync comes after change ${droppedFlush}`);
  }
  if (trash.length > 0) throw unfit(loss, "a file system leaves no garbage");
  if (fate.kind === "subset") return;
  for (const piece of fate.pieces) {
    const problem = whyNotOpen(epochs, loss, piece) ?? whyNoPart(epochs, piece);
    if (problem !== undefined) throw unfit(loss, problem);
  }
}

/** Throws UsageError where the file system does not leave what was named. */
export function requireAllowed(
  epochs: TreeEpochs,
  loss: PowerLoss,
  named: readonly UnitLanding[],
  allowed: readonly UnitLanding[],
): void {
  const lost = new Set<number>();
  for (const [index, { place, unit, ranges }] of named.entries()) {
    const kept = allowed[index];
    if (kept === undefined || !isWhole(kept)) lost.add(place);
    if (kept !== undefined && sameRanges(kept.ranges, ranges)) continue;
    const { number } = unit.change;
    const missing = epochs.requirements[place]?.needs.find((need) => lost.has(need));
    const needed = missing === undefined ? undefined : epochs.units[missing];
    const why =
      needed === undefined
        ? `it keeps blocks of ${epochs.fileSystem.atomicBytes} bytes whole, and of a file in order`
        : `it keeps nothing of change ${number} where change ${needed.change.number} is lost`;
    throw unfit(loss, `${loss.device} does not leave so much of change ${number}: ${why}`);
  }
}

function sameRanges(one: UnitLanding["ranges"], other: UnitLanding["ranges"]): boolean {
  return (
    one.length === other.length &&
    one.every(
      ({ fromBytes, toBytes }, index) =>
        fromBytes === other[index]?.fromBytes && toBytes === other[index].toBytes,
    )
  );
}

function unfit(loss: PowerLoss, problem: string): UsageError {
  return new UsageError(`power loss "${formatCut(loss)}" does not fit the trace: ${problem}`);
}

function whyNotOpen(epochs: TreeEpochs, loss: PowerLoss, { write }: Piece): string | undefined {
  const { length } = epochs.changes;
  if (write > length) return `there is no change ${write} among ${length}`;
  if (write > loss.writes) return `change ${write} had not been made`;
  const { first, end } = epochs.placesBetween(write - 1, write);
  const isDurable = epochs.durableAt(loss);
  for (let place = first; place < end; place += 1) if (!isDurable(place)) return undefined;
  return `change ${write} was durable by then`;
}

function whyNoPart(epochs: TreeEpochs, { write, range, part }: Piece): string | undefined {
  const { first, end } = epochs.placesBetween(write - 1, write);
  const units = epochs.units.slice(first, end);
  const name = `change ${write}, a ${units[0]?.change.change ?? "change"},`;
  if (part !== undefined && units.every((unit) => unit.part !== part)) {
    return `${name} has no part "${part}" on ${epochs.fileSystem.name}`;
  }
  if (range === undefined) return undefined;
  const data = units.find(isData);
  if (data === undefined) return `${name} has no bytes`;
  const { fromBytes, toBytes } = range;
  if (fromBytes < toBytes && toBytes <= data.lengthBytes) return undefined;
  return `${name} has ${data.lengthBytes} bytes, and so no part ${fromBytes}-${toBytes}`;
}
