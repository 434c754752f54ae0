import type { Fate, Piece, PowerLoss } from "../../model/power.js";
import { interruptSignals, lastSignalAt, type CrashPoint } from "../../model/trace.js";
import { isTail, isWholeChange, lostOf, type CacheContext } from "./lost-pieces.js";

/** A seeded subset counts as that many pieces: a longer list says less to a reader than it. */
const subsetWeight = 64;

/**
 * How much a case asks for, the weightiest first: number of cuts; their models (a kill after a
 * write, a kill at a line or an interrupt, a torn write, a power loss); losses after the target's
 * end; losses that reorder writes; pieces that were lost, landed or trashed, and second signals;
 * device profiles and signals, the usual one first; positions. All are whole numbers from 0, so a
 * row of ever smaller cases comes to an end.
 */
export function sizeOf(cuts: readonly CrashPoint[], context: CacheContext): readonly number[] {
  const sizes = cuts.map((cut, index) => sizeOfCut(cut, index === 0, context));
  const total = (part: (size: CutSize) => number): number =>
    sizes.reduce((sum, size) => sum + part(size), 0);
  return [
    cuts.length,
    total(({ model }) => model),
    total(({ ended }) => ended),
    total(({ disorder }) => disorder),
    total(({ weight }) => weight),
    total(({ device }) => device),
    total(({ position }) => position),
  ];
}

/** True when the first size is below the second. */
export function isSmaller(size: readonly number[], other: readonly number[]): boolean {
  for (const [index, part] of size.entries()) {
    const otherPart = other[index] ?? 0;
    if (part !== otherPart) return part < otherPart;
  }
  return false;
}

interface CutSize {
  readonly model: number;
  readonly ended: number;
  readonly disorder: number;
  readonly weight: number;
  readonly device: number;
  readonly position: number;
}

function sizeOfCut(cut: CrashPoint, isFirst: boolean, context: CacheContext): CutSize {
  const none = { ended: 0, disorder: 0, weight: 0, device: 0 };
  if (cut.kind === "line") return { ...none, model: 1, position: cut.line };
  if (cut.kind === "interrupt") {
    const weight = cut.againAfter === undefined ? 0 : 1;
    const signal = interruptSignals.indexOf(cut.signal);
    return { ...none, model: 1, weight, device: signal, position: lastSignalAt(cut) };
  }
  if (cut.kind === "write") {
    return { ...none, model: cut.bytes === 0 ? 0 : 2, position: cut.writes };
  }
  const lost = isFirst ? lostInOrder(cut, context) : undefined;
  const rank = context.devices.findIndex(({ name }) => name === cut.device);
  return {
    model: 3,
    ended: cut.ended ? 1 : 0,
    disorder: lost === undefined ? 1 : 0,
    weight: weightOfFate(cut.fate, lost) + weightOf(cut.trash),
    device: rank < 0 ? context.devices.length : rank,
    position: cut.writes,
  };
}

/** What was lost, where nothing that was written later landed. */
export function lostInOrder(loss: PowerLoss, context: CacheContext): readonly Piece[] | undefined {
  if (loss.fate.kind === "subset") return undefined;
  const lost = lostOf(loss, context);
  return isTail(lost, context.cachedAt(loss)) ? lost : undefined;
}

/** In order, what was lost counts, however it is said. "All but these" is one piece more. */
function weightOfFate(fate: Fate, lost: readonly Piece[] | undefined): number {
  if (fate.kind === "subset") return subsetWeight;
  return weightOf(lost ?? fate.pieces) + (fate.kind === "only" ? 1 : 0);
}

/** A part of a write weighs as two whole ones. */
function weightOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + (isWholeChange(piece) ? 1 : 2), 0);
}
