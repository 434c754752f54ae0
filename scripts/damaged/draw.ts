import { crc32 } from "node:zlib";
import type { Stream } from "../../harness/model/prng.js";
import type { Aims, Field } from "./fields.js";
import type { DamageKind } from "./images.js";

/** What was done to an image, and how to put it right again. */
interface Damage {
  /** One line for each change, with the bytes before and after. */
  readonly changes: readonly string[];
  /** The size that is left of it. */
  readonly sizeBytes: number;
  undo(): void;
}

/**
 * Damages an image in place: one to three bit flips, trash or hostile numbers, and one time in
 * six a cut at any place. Half of the partition tables get their checksums mended, as a hostile
 * writer would do.
 */
export function damageImage(image: Buffer, kind: DamageKind, aims: Aims, stream: Stream): Damage {
  const changes: string[] = [];
  const undo: (readonly [number, Buffer])[] = [];
  const write = (offset: number, bytes: Buffer, why: string) => {
    const before = Buffer.from(image.subarray(offset, offset + bytes.length));
    undo.push([offset, before]);
    bytes.copy(image, offset);
    changes.push(`${why} at ${offset}: ${before.toString("hex")} to ${bytes.toString("hex")}`);
  };
  for (let count = stream.integer(1, 3); count > 0; count -= 1) {
    write(...drawChange(image, aims, stream));
  }
  if (kind === "gpt" && stream.integer(0, 1) === 0) {
    for (const [offset, bytes] of mendedChecksums(image, aims.unitBytes)) {
      write(offset, bytes, "mended");
    }
  }
  let sizeBytes = image.length;
  if (stream.integer(0, 5) === 0) {
    sizeBytes = stream.integer(0, image.length);
    changes.push(`cut to ${sizeBytes} bytes`);
  }
  return {
    changes,
    sizeBytes,
    undo() {
      for (const [offset, bytes] of undo.reverse()) bytes.copy(image, offset);
    },
  };
}

type Change = [offsetBytes: number, bytes: Buffer, why: string];

function drawChange(image: Buffer, aims: Aims, stream: Stream): Change {
  const way = stream.integer(0, 9);
  if (way < 6) return drawNumber(image, aims, stream);
  const place = way < 9 ? stream.pick(aims.places) : stream.integer(0, image.length - 1);
  if (way === 8) {
    const trash = stream.bytes(Math.min(stream.integer(1, 16), image.length - place));
    return [place, Buffer.from(trash), "trash"];
  }
  const flipped = image.readUInt8(place) ^ (1 << stream.integer(0, 7));
  return [place, Buffer.from([flipped]), "bit flip"];
}

function drawNumber(image: Buffer, aims: Aims, stream: Stream): Change {
  const group = stream.pick(aims.groups);
  const field = stream.pick(group);
  const other = stream.pick(group);
  const value = numberAt(image, field);
  const top = 1n << BigInt(field.sizeBytes * 8);
  const size = BigInt(image.length);
  const units = size / BigInt(aims.unitBytes);
  const hostile = [0n, 1n, top - 1n, top / 2n, top / 2n - 1n, size, size - 1n, size + 1n];
  hostile.push(units, units - 1n, units + 1n, value + 1n, value - 1n, value * 2n);
  hostile.push(BigInt(field.self), BigInt(field.self), numberAt(image, other));
  hostile.push(numberAt(image, other), BigInt(stream.integer(0, 9999)), 1n << 30n);
  const wanted = ((stream.pick(hostile) % top) + top) % top;
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(wanted);
  return [field.at, bytes.subarray(0, field.sizeBytes), "number"];
}

function numberAt(image: Buffer, { at, sizeBytes }: Field): bigint {
  const bytes = Buffer.alloc(8);
  image.copy(bytes, 0, at, at + sizeBytes);
  return bytes.readBigUInt64LE();
}

/** The checksums that fit what stands in both copies of a GPT, where their sizes allow it. */
function mendedChecksums(image: Buffer, sectorBytes: number): [number, Buffer][] {
  return [sectorBytes, image.length - sectorBytes].flatMap((at): [number, Buffer][] => {
    const header = Buffer.from(image.subarray(at, at + sectorBytes));
    const start = Number(header.readBigUInt64LE(72)) * sectorBytes;
    const length = header.readUInt32LE(80) * header.readUInt32LE(84);
    const sizeBytes = header.readUInt32LE(12);
    if (sizeBytes < 92 || sizeBytes > sectorBytes) return [];
    if (start + length <= image.length) {
      header.writeUInt32LE(crc32(image.subarray(start, start + length)), 88);
    }
    header.writeUInt32LE(0, 16);
    header.writeUInt32LE(crc32(header.subarray(0, sizeBytes)), 16);
    return [
      [at + 16, Buffer.from(header.subarray(16, 20))],
      [at + 88, Buffer.from(header.subarray(88, 92))],
    ];
  });
}
