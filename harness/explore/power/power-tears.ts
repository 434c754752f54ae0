import type { ByteRange } from "../../crash/landing.js";
import type { Device, Piece } from "../../model/power.js";
import type { WriteEvent } from "../../model/trace.js";

/** A write that was on its way to the disk: so much of it had landed, and a block is trash. */
export interface Flight {
  readonly landedBytes: number;
  readonly trash: ByteRange | undefined;
}

/**
 * How power can catch a write on its way to a device: at the first, the middle and the last
 * border of blocks in it; or, where a device makes trash, in its first and its last block.
 */
export function flightsOf(write: WriteEvent, device: Device): Flight[] {
  if (device.trashOnTear) {
    return edgeBlocksOf(write, device.atomicBytes).map((trash) => ({
      landedBytes: trash.fromBytes,
      trash,
    }));
  }
  const borders = bordersIn(write, device.atomicBytes);
  const middle = Math.ceil(borders.length / 2) - 1;
  const places = [
    ...borders.slice(0, 1),
    ...borders.slice(middle).slice(0, 1),
    ...borders.slice(-1),
  ];
  return [...new Set(places)].map((landedBytes) => ({ landedBytes, trash: undefined }));
}

/** What a device in no order can lose of a write: all but its first block, its first, its last. */
export function lostPartsOf(write: WriteEvent, { atomicBytes }: Device): ByteRange[] {
  const [first, last = first] = edgeBlocksOf(write, atomicBytes);
  if (first === undefined || last === undefined || first === last) return [];
  const rest = { fromBytes: first.toBytes, toBytes: write.lengthBytes };
  return rest.fromBytes === last.fromBytes ? [rest, first] : [rest, first, last];
}

/** The first and the last block of a write of bytes, or the only one. */
export function edgeBlocksOf(write: WriteEvent, atomicBytes: number): ByteRange[] {
  const { change, lengthBytes } = write;
  if (change !== "data" || lengthBytes === 0) return [];
  const borders = bordersIn(write, atomicBytes);
  const first = { fromBytes: 0, toBytes: borders[0] ?? lengthBytes };
  const lastBytes = borders.at(-1);
  if (lastBytes === undefined) return [first];
  return [first, { fromBytes: lastBytes, toBytes: lengthBytes }];
}

/** A range of a write as a piece. */
export function pieceOf({ number, lengthBytes }: WriteEvent, range: ByteRange): Piece {
  const whole = range.fromBytes === 0 && range.toBytes === lengthBytes;
  return whole ? { write: number } : { write: number, range };
}

/** The borders of a device's blocks inside of a write, counted from its first byte. */
function bordersIn(write: WriteEvent, atomicBytes: number): number[] {
  const { change, offsetBytes, lengthBytes } = write;
  const borders: number[] = [];
  if (change !== "data") return borders;
  const first = atomicBytes - (offsetBytes % atomicBytes);
  for (let at = first; at < lengthBytes; at += atomicBytes) borders.push(at);
  return borders;
}
