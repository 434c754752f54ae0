import { formatCut } from "../model/cut-text.js";
import { UsageError } from "../model/errors.js";
import type { Device, Piece, PowerLoss } from "../model/power.js";
import type { Epochs } from "./epoch.js";

/**
 * Throws UsageError where a trace has no such power loss: it ends before that position, or a
 * piece is of a write that was not in the cache, or reaches beyond its write. So it is with an
 * id whose target has made another trace since.
 */
export function requireFits(epochs: Epochs, loss: PowerLoss, device: Device): void {
  const { writes, ended, fate, trash } = loss;
  const { length } = epochs.writes;
  if (writes > length) throw unfit(loss, `the trace has ${length} writes`);
  if (ended && writes < length) {
    throw unfit(loss, `the target ended after write ${length}, not after ${writes}`);
  }
  const { droppedFlush } = loss;
  if (droppedFlush !== undefined && !epochs.flushCounts.includes(droppedFlush)) {
    throw unfit(loss, `no flush comes after write ${droppedFlush}`);
  }
  const durable = epochs.durableCount(loss, device);
  const problemOf = (piece: Piece): string | undefined =>
    whyNotCached(epochs, loss, durable, piece.write) ?? whyNotPart(epochs, piece);
  for (const piece of fate.kind === "subset" ? trash : [...fate.pieces, ...trash]) {
    const problem = problemOf(piece);
    if (problem !== undefined) throw unfit(loss, problem);
  }
  for (const { write } of trash) {
    const change = epochs.writes[write - 1]?.change;
    if (change !== "data") throw unfit(loss, `write ${write} carries no bytes to make trash of`);
  }
}

function unfit(loss: PowerLoss, problem: string): UsageError {
  return new UsageError(`power loss "${formatCut(loss)}" does not fit the trace: ${problem}`);
}

function whyNotCached(
  epochs: Epochs,
  { writes }: PowerLoss,
  durable: number,
  number: number,
): string | undefined {
  const event = epochs.writes[number - 1];
  const there =
    durable === writes
      ? "the cache is empty"
      : `the cache holds writes ${durable + 1} to ${writes}`;
  if (event === undefined) {
    return `there is no write ${number} among ${epochs.writes.length}; ${there}`;
  }
  if (number > writes) return `write ${number} had not been made; ${there}`;
  if (number <= durable) return `write ${number} was durable by then; ${there}`;
  return event.synchronous ? `write ${number} was synchronous, and so never cached` : undefined;
}

function whyNotPart(epochs: Epochs, { write, range }: Piece): string | undefined {
  const event = epochs.writes[write - 1];
  if (range === undefined || event === undefined) return undefined;
  if (event.change !== "data")
    return `write ${write} is a change of kind ${event.change}: no parts`;
  const { fromBytes, toBytes } = range;
  if (fromBytes < toBytes && toBytes <= event.lengthBytes) return undefined;
  return `write ${write} has ${event.lengthBytes} bytes, and so no part ${fromBytes}-${toBytes}`;
}
