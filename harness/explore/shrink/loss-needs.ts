import type { Piece, PowerLoss } from "../../model/power.js";
import { lostOf, otherPieces, type CacheContext, type Needs } from "./lost-pieces.js";
import { listText, writesText, type WriteNames } from "./write-text.js";

/** What is known of the writes that a power loss meets. */
export interface LossContext extends CacheContext, WriteNames {}

/** What a power loss in the first cut has to do, with the name of its device. */
export function lossNeeds(loss: PowerLoss, context: LossContext): Needs {
  if (context.lossNeeds !== undefined) return context.lossNeeds(loss);
  const outcome = outcomeOf(loss, context);
  const order = orderNeeds(outcome, loss, context);
  const parts = [
    ...tornText(outcome, loss, context),
    ...(order === undefined ? [] : [order.text]),
    ...trashText(loss.trash, context),
  ];
  const text =
    parts.length === 0
      ? `a power loss that lost nothing, after write ${loss.writes}`
      : parts.join("; ");
  return { text: `${text} (device ${loss.device})`, missesFlush: order?.missesFlush ?? false };
}

/** Numbers of the writes that were lost, that landed, and of which a part landed. */
interface Outcome {
  readonly lost: readonly number[];
  readonly landed: readonly number[];
  readonly torn: readonly TornWrite[];
}

interface TornWrite {
  readonly write: number;
  readonly landedBytes: number;
  readonly lengthBytes: number;
}

function outcomeOf(loss: PowerLoss, context: LossContext): Outcome {
  const cached = context.cachedAt(loss);
  const landedPieces = otherPieces(lostOf(loss, context), cached);
  const landed = new Set<number>();
  const partBytes = new Map<number, number>();
  for (const { write, range } of landedPieces) {
    if (range === undefined) landed.add(write);
    else partBytes.set(write, (partBytes.get(write) ?? 0) + range.toBytes - range.fromBytes);
  }
  const numbers = cached.map(({ number }) => number);
  return {
    lost: numbers.filter((write) => !landed.has(write) && !partBytes.has(write)),
    landed: numbers.filter((write) => landed.has(write)),
    torn: cached.flatMap(({ number: write, lengthBytes }) => {
      const landedBytes = partBytes.get(write);
      return landedBytes === undefined ? [] : [{ write, landedBytes, lengthBytes }];
    }),
  };
}

function tornText({ torn }: Outcome, { device }: PowerLoss, context: LossContext): string[] {
  if (torn.length === 0) return [];
  const profile = context.devices.find(({ name }) => name === device);
  const where =
    profile === undefined
      ? ""
      : ` on a device that keeps only blocks of ${profile.atomicBytes} bytes whole`;
  const parts = torn.map(
    ({ write, landedBytes, lengthBytes }) =>
      `${landedBytes} of ${lengthBytes} bytes of ${writesText([write], context)}`,
  );
  return [
    `${torn.length === 1 ? "a torn write" : "torn writes"}${where}: ${listText(parts)} landed`,
  ];
}

function orderNeeds(outcome: Outcome, loss: PowerLoss, context: LossContext): Needs | undefined {
  const landed = landedLater(outcome, loss);
  const last = landed.at(-1);
  if (last !== undefined) {
    const text = `${reorderText(outcome, landed, last, context)}: a flush is missing between them`;
    return { text, missesFlush: true };
  }
  if (outcome.lost.length === 0) return undefined;
  return { text: tailText(outcome.lost, loss, context), missesFlush: false };
}

function reorderText(
  outcome: Outcome,
  landed: readonly number[],
  last: number,
  context: LossContext,
): string {
  const lost = outcome.lost.filter((write) => write < last);
  const landedText = `${writesText(landed, context)} landed`;
  if (lost.length === 0) return `${landedText} all the same`;
  const pair = [...lost, ...landed];
  if (pair.length === 2 && pair.every((write) => context.nameOf(write) === undefined)) {
    return `${writesText(pair, context)} reordered`;
  }
  return `${writesText(lost, context)} lost, ${landedText}`;
}

/**
 * The writes that landed although something before them did not. Where the loss is as early as
 * can be, the last of them is the one that matters.
 */
function landedLater({ lost, torn, landed }: Outcome, { fate, ended }: PowerLoss): number[] {
  const first = Math.min(...lost.slice(0, 1), ...torn.slice(0, 1).map(({ write }) => write));
  const later = landed.filter((write) => write > first);
  return fate.kind === "lost" && !ended ? later.slice(-1) : later;
}

function tailText(lost: readonly number[], { ended }: PowerLoss, names: WriteNames): string {
  const reason = ended
    ? `no flush follows ${lost.length === 1 ? "it" : "them"} before the target says that it is done`
    : "the device lost what was not flushed";
  return `${writesText(lost, names)} never reached the disk: ${reason}`;
}

function trashText(trash: readonly Piece[], names: WriteNames): string[] {
  if (trash.length === 0) return [];
  const places = trash.map(({ write, range }) => {
    const part = range === undefined ? "all" : `bytes ${range.fromBytes} to ${range.toBytes - 1}`;
    return `${part} of ${writesText([write], names)}`;
  });
  return [`garbage in ${listText(places)}: the device was writing there when the power went`];
}
