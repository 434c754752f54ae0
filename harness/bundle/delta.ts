import type { ByteSource } from "../layout/byte-source.js";
import { DecodeError, UsageError } from "../model/errors.js";
import { sectorBytes, type SectorIndex } from "./sector-index.js";

const headBytes = 8;
const stepBytes = 16;
/** A trace has at most so many bytes. */
const mostBytes = 2 ** 29;

/** Where in some bytes there may be content of an image: sectors from here on. */
export interface Stretch {
  readonly at: number;
  readonly lengthBytes: number;
}

/** Bytes as they are, and behind them a copy of bytes of the image. */
interface Step {
  readonly literal: Buffer;
  readonly copyBytes: number;
  readonly copyFrom: number;
}

/**
 * Bytes told by the content of an image, so that what the image has is not stored again. Little
 * endian: 8 bytes for how many they are; then steps of 16 bytes: 4 for how many bytes follow as
 * they are, 4 for how many bytes of the image come behind them, 8 for where these begin.
 */
export function encodeDelta(
  bytes: Buffer,
  stretches: readonly Stretch[],
  index: SectorIndex,
): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeBigUInt64LE(BigInt(bytes.length));
  return Buffer.concat([head, ...stepsOf(bytes, stretches, index).flatMap(encodeStep)]);
}

function stepsOf(bytes: Buffer, stretches: readonly Stretch[], index: SectorIndex): Step[] {
  const steps: Step[] = [];
  let literalFrom = 0;
  for (const { at, lengthBytes } of stretches) {
    for (let from = at; from + sectorBytes <= at + lengthBytes;) {
      const place = index.find(bytes.subarray(from, from + sectorBytes));
      if (place === undefined) {
        from += sectorBytes;
        continue;
      }
      let copyBytes = sectorBytes;
      while (
        from + copyBytes + sectorBytes <= at + lengthBytes &&
        index.find(bytes.subarray(from + copyBytes, from + copyBytes + sectorBytes)) ===
          place + copyBytes
      ) {
        copyBytes += sectorBytes;
      }
      steps.push({ literal: bytes.subarray(literalFrom, from), copyBytes, copyFrom: place });
      from += copyBytes;
      literalFrom = from;
    }
  }
  return [...steps, { literal: bytes.subarray(literalFrom), copyBytes: 0, copyFrom: 0 }];
}

function encodeStep({ literal, copyBytes, copyFrom }: Step): Buffer[] {
  const head = Buffer.alloc(stepBytes);
  head.writeUInt32LE(literal.length);
  head.writeUInt32LE(copyBytes, 4);
  head.writeBigUInt64LE(BigInt(copyFrom), 8);
  return [head, literal];
}

/** Throws UsageError for a trace that no bundle takes. */
export function requireSmall(trace: Buffer): void {
  if (trace.length <= mostBytes) return;
  throw new UsageError(
    `a bundle takes traces of up to 512 MiB; this one has ${trace.length} bytes`,
  );
}

/** The bytes that a delta tells of. Throws DecodeError for one that is damaged, or too large. */
export function decodeDelta(delta: Buffer, image: ByteSource): Buffer {
  const sizeBytes = delta.length < headBytes ? -1 : Number(delta.readBigUInt64LE());
  if (sizeBytes < 0) throw new DecodeError("delta", "it is cut off");
  if (sizeBytes > mostBytes) throw new DecodeError("delta", "it becomes more than 512 MiB");
  const bytes = Buffer.alloc(sizeBytes);
  let done = 0;
  const add = (piece: Buffer, wantedBytes: number): void => {
    if (piece.length !== wantedBytes || done + wantedBytes > sizeBytes) {
      throw new DecodeError(`delta: byte ${done}`, "it does not fit, the delta is damaged");
    }
    done += piece.copy(bytes, done);
  };
  for (let at = headBytes; at < delta.length;) {
    if (at + stepBytes > delta.length) throw new DecodeError("delta", "it is cut off");
    const literalBytes = delta.readUInt32LE(at);
    const copyBytes = delta.readUInt32LE(at + 4);
    const copyFrom = Number(delta.readBigUInt64LE(at + 8));
    at += stepBytes;
    add(delta.subarray(at, at + literalBytes), literalBytes);
    at += literalBytes;
    if (done + copyBytes > sizeBytes) throw new DecodeError("delta", "it is longer than it says");
    if (copyBytes > 0) add(image.read(copyFrom, copyBytes), copyBytes);
  }
  if (done !== sizeBytes) throw new DecodeError("delta", "it is cut off");
  return bytes;
}
