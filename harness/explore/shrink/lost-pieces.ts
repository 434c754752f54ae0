import { gapsBetween, joined, piecesByWrite } from "../../crash/landing.js";
import type { Piece, PowerLoss } from "../../model/power.js";
import type { WriteEvent } from "../../model/trace.js";

/** A write that the device had in its cache when the power went. */
export type CachedWrite = Pick<WriteEvent, "number" | "offsetBytes" | "lengthBytes">;

/** What power is lost on: a device, or a file system. */
export interface LossProfile {
  readonly name: string;
  readonly atomicBytes: number;
  readonly ordered?: boolean;
  readonly trashOnTear?: boolean;
}

/** What is known of power losses in a case's first cut. It is asked for often. */
export interface CacheContext {
  /** The simplest first. */
  readonly devices: readonly LossProfile[];
  /** The writes that were cached at the loss, in the order in which they were made. */
  readonly cachedAt: (loss: PowerLoss) => readonly CachedWrite[];
  /** What a loss with a seeded subset loses. */
  readonly lostPieces: (loss: PowerLoss) => readonly Piece[];
  /** Whether a loss can be at all, where a profile alone does not tell. */
  readonly allows?: (loss: PowerLoss) => boolean;
  /** What a loss needs in the words of the medium, where it has its own. */
  readonly lossNeeds?: (loss: PowerLoss) => Needs;
}

/** What a case needs in order to fail. */
export interface Needs {
  /** In plain words. */
  readonly text: string;
  /** Changes were reordered that a flush between them would keep apart. */
  readonly missesFlush: boolean;
}

/** What a power loss in the first cut loses, as pieces. */
export function lostOf(loss: PowerLoss, context: CacheContext): readonly Piece[] {
  const { fate } = loss;
  if (fate.kind === "lost") return fate.pieces;
  if (fate.kind === "subset") return context.lostPieces(loss);
  return otherPieces(fate.pieces, context.cachedAt(loss));
}

/** All that was cached but these pieces, in order. */
export function otherPieces(pieces: readonly Piece[], cached: readonly CachedWrite[]): Piece[] {
  const byWrite = piecesByWrite(pieces);
  return cached.flatMap(({ number: write, lengthBytes }): Piece[] => {
    const own = byWrite.get(write);
    if (own === undefined) return [{ write }];
    const part = own.find((piece) => piece.part !== undefined)?.part;
    if (part !== undefined) return own.length > 1 ? [] : [{ write, part: otherPart[part] }];
    const taken = own.map(({ range }) => range ?? { fromBytes: 0, toBytes: lengthBytes });
    return gapsBetween(joined(taken), lengthBytes).map((range) => ({ write, range }));
  });
}

const otherPart = { size: "data", data: "size", entry: "removal", removal: "entry" } as const;

/** True when nothing landed that was written after something lost: no write was reordered. */
export function isTail(lost: readonly Piece[], cached: readonly CachedWrite[]): boolean {
  const lastLanded = otherPieces(lost, cached).at(-1);
  return lastLanded === undefined || lost.every((piece) => byPosition(lastLanded, piece) < 0);
}

/** The writes that the pieces are of, as whole writes, each once and in order. */
export function wholeWrites(pieces: readonly Piece[]): Piece[] {
  const writes = new Set(pieces.map(({ write }) => write));
  return [...writes].sort((a, b) => a - b).map((write) => ({ write }));
}

/** True when each piece starts and ends at a border of the device's blocks, or with its write. */
export function fitsBlocks(
  pieces: readonly Piece[],
  cached: readonly CachedWrite[],
  blockBytes: number,
): boolean {
  const byNumber = new Map(cached.map((write) => [write.number, write]));
  return pieces.every(({ write, range }) => {
    const whole = byNumber.get(write);
    if (whole === undefined) return false;
    const { fromBytes, toBytes } = range ?? { fromBytes: 0, toBytes: whole.lengthBytes };
    const atBorder = (bytes: number): boolean => (whole.offsetBytes + bytes) % blockBytes === 0;
    return (
      (fromBytes === 0 || atBorder(fromBytes)) &&
      (toBytes === whole.lengthBytes || atBorder(toBytes))
    );
  });
}

/** Orders pieces as they were written: below 0 when the first starts before the second. */
export function byPosition(one: Piece, other: Piece): number {
  if (one.write !== other.write) return one.write - other.write;
  return (one.range?.fromBytes ?? 0) - (other.range?.fromBytes ?? 0);
}

/** Whether a piece is all of its change. */
export function isWholeChange({ range, part }: Piece): boolean {
  return range === undefined && part === undefined;
}
