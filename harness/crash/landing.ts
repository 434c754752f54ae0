import type { Device, Piece, PowerLoss } from "../model/power.js";
import { openStream, type Stream } from "../model/prng.js";
import type { WriteEvent } from "../model/trace.js";
import type { Epochs } from "./epoch.js";
import { requireFits } from "./loss-fits.js";

/** Some of the bytes of one write, counted from its first. */
export type ByteRange = NonNullable<Piece["range"]>;

/** What of one write reached the disk: ranges in order and apart, none where it was lost. */
export interface Landing {
  readonly write: WriteEvent;
  readonly ranges: readonly ByteRange[];
}

/**
 * What a power loss leaves of each write behind the durable ones, in the order of the trace. A
 * change that is not of bytes lands whole or not at all. A cache holds whole blocks: where a
 * write that landed covers a block only in part, what earlier writes put there lands with it.
 * Throws UsageError where the trace has no such power loss.
 */
export function landingsOf(
  epochs: Epochs,
  loss: PowerLoss,
  device: Device,
  seed: string,
): Landing[] {
  requireFits(epochs, loss, device);
  const landedOf = applyFate(loss, device, seed);
  const landings = epochs.openWrites(loss, device).map((write) => ({
    write,
    ranges: write.synchronous ? [wholeOf(write)] : landedOf(write),
  }));
  return withWholeBlocks(landings, device.atomicBytes);
}

/**
 * What a power loss loses, as pieces: a fate of kind "lost" with these makes the same crash
 * image. Throws UsageError where the trace has no such power loss.
 */
export function lostPieces(epochs: Epochs, loss: PowerLoss, device: Device, seed: string): Piece[] {
  return landingsOf(epochs, loss, device, seed).flatMap(({ write, ranges }): Piece[] => {
    if (ranges.length === 0) return [{ write: write.number }];
    const gaps = gapsBetween(ranges, write.lengthBytes);
    return gaps.map((range) => ({ write: write.number, range }));
  });
}

function wholeOf({ lengthBytes }: WriteEvent): ByteRange {
  return { fromBytes: 0, toBytes: lengthBytes };
}

function applyFate(
  { writes, fate }: PowerLoss,
  { name, atomicBytes }: Device,
  seed: string,
): (write: WriteEvent) => ByteRange[] {
  if (fate.kind === "subset") {
    const label = `power lost after write ${writes} on ${name}, subset ${fate.number}`;
    const stream = openStream(seed, label);
    return (write) => tossBlocks(write, atomicBytes, stream);
  }
  const named = piecesByWrite(fate.pieces);
  return (write) => {
    const pieces = named.get(write.number) ?? [];
    const whole = pieces.some(({ range }) => range === undefined);
    if (pieces.length === 0 || whole)
      return whole === (fate.kind === "only") ? [wholeOf(write)] : [];
    const ranges = joined(pieces.map(({ range }) => range ?? wholeOf(write)));
    return fate.kind === "only" ? ranges : gapsBetween(ranges, write.lengthBytes);
  };
}

/** Pieces by the number of the write that they are of. */
export function piecesByWrite(pieces: readonly Piece[]): Map<number, Piece[]> {
  const byWrite = new Map<number, Piece[]>();
  for (const piece of pieces) {
    const own = byWrite.get(piece.write);
    if (own === undefined) byWrite.set(piece.write, [piece]);
    else own.push(piece);
  }
  return byWrite;
}

/** One toss for each block that a write of bytes touches; one for any other change. */
function tossBlocks(write: WriteEvent, atomicBytes: number, stream: Stream): ByteRange[] {
  const { change, offsetBytes, lengthBytes } = write;
  const lands = (): boolean => stream.integer(0, 1) === 1;
  if (change !== "data") return lands() ? [wholeOf(write)] : [];
  const ranges: ByteRange[] = [];
  for (let fromBytes = 0; fromBytes < lengthBytes;) {
    const inside = (offsetBytes + fromBytes) % atomicBytes;
    const toBytes = Math.min(fromBytes + atomicBytes - inside, lengthBytes);
    if (lands()) ranges.push({ fromBytes, toBytes });
    fromBytes = toBytes;
  }
  return joined(ranges);
}

function withWholeBlocks(landings: readonly Landing[], atomicBytes: number): Landing[] {
  /** Blocks of which a later write that landed covers only a part. */
  const shared = new Set<number>();
  const result = landings.toReversed().map(({ write, ranges: own }) => {
    const ranges = shared.size === 0 ? own : withShared(write, own, shared, atomicBytes);
    for (const { fromBytes, toBytes } of ranges) {
      for (const border of [write.offsetBytes + fromBytes, write.offsetBytes + toBytes]) {
        if (border % atomicBytes !== 0) shared.add(Math.floor(border / atomicBytes));
      }
    }
    return { write, ranges };
  });
  return result.reverse();
}

/** The ranges of a write that land when those blocks do. */
function withShared(
  write: WriteEvent,
  ranges: readonly ByteRange[],
  shared: ReadonlySet<number>,
  atomicBytes: number,
): readonly ByteRange[] {
  const { change, offsetBytes, lengthBytes } = write;
  const touched = blocksIn(write, shared, atomicBytes);
  if (touched.length === 0) return ranges;
  if (change !== "data") return [wholeOf(write)];
  const added = touched.map((block) => ({
    fromBytes: Math.max(block * atomicBytes - offsetBytes, 0),
    toBytes: Math.min((block + 1) * atomicBytes - offsetBytes, lengthBytes),
  }));
  return joined([...ranges, ...added]);
}

/** Those of the blocks that a write changes. A new size may change all that is behind it. */
function blocksIn(write: WriteEvent, blocks: ReadonlySet<number>, atomicBytes: number): number[] {
  const { change, offsetBytes, lengthBytes } = write;
  const first = Math.floor(offsetBytes / atomicBytes);
  const end = change === "size" ? Infinity : Math.ceil((offsetBytes + lengthBytes) / atomicBytes);
  if (end - first > blocks.size) return [...blocks].filter((each) => each >= first && each < end);
  return Array.from({ length: end - first }, (_, index) => first + index).filter((block) =>
    blocks.has(block),
  );
}

/** The ranges in order, those that touch or overlap made one. */
export function joined(ranges: readonly ByteRange[]): ByteRange[] {
  const result: ByteRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.fromBytes - b.fromBytes)) {
    const last = result.at(-1);
    if (last === undefined || range.fromBytes > last.toBytes) result.push(range);
    else {
      const toBytes = Math.max(last.toBytes, range.toBytes);
      result[result.length - 1] = { fromBytes: last.fromBytes, toBytes };
    }
  }
  return result;
}

/** What the ranges, in order and apart, leave out of a write of that length. */
export function gapsBetween(ranges: readonly ByteRange[], lengthBytes: number): ByteRange[] {
  const borders = [0, ...ranges.flatMap(({ fromBytes, toBytes }) => [fromBytes, toBytes])];
  return [...borders, lengthBytes].flatMap((toBytes, index, all) => {
    const fromBytes = all[index - 1] ?? 0;
    return index % 2 === 1 && fromBytes < toBytes ? [{ fromBytes, toBytes }] : [];
  });
}
