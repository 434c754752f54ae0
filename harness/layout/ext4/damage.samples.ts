import type { Stream } from "../../model/prng.js";
import { DecodeError } from "../../model/errors.js";
import type { ByteSource } from "../byte-source.js";
import type { FileSystem } from "../file-system.js";

/** One reading of a damaged image: what came out, and what it took. For tests. */
interface DamagedReading {
  readonly outcome: "read" | "refused" | "unknown";
  readonly readBytes: number;
}

/**
 * Damages a copy of an image, reads it with `open`, and puts the copy right again. Throws what
 * the reader throws, unless it is a DecodeError. `places` are bytes that matter.
 */
export function readDamaged(
  image: Buffer,
  places: readonly number[],
  stream: Stream,
  open: (source: ByteSource) => FileSystem | undefined,
): DamagedReading {
  const undo: (readonly [number, Buffer])[] = [];
  const write = (offset: number, bytes: Buffer) => {
    undo.push([offset, Buffer.from(image.subarray(offset, offset + bytes.length))]);
    bytes.copy(image, offset);
  };
  for (let count = stream.integer(1, 3); count > 0; count -= 1) {
    write(...drawDamage(image, places, stream));
  }
  const sizeBytes = stream.integer(0, 9) > 0 ? image.length : stream.integer(0, image.length);
  let readBytes = 0;
  const read: ByteSource["read"] = (offset, length) => {
    const bytes = image.subarray(offset, Math.min(offset + length, sizeBytes));
    readBytes += bytes.length;
    return bytes;
  };
  try {
    const fileSystem = open({ sizeBytes, read });
    if (fileSystem === undefined) return { outcome: "unknown", readBytes };
    const isRefused = [
      isRefusedBy(() => fileSystem.regions()),
      isRefusedBy(() => fileSystem.manifest()),
    ].includes(true);
    return { outcome: isRefused ? "refused" : "read", readBytes };
  } finally {
    for (const [offset, bytes] of undo.reverse()) bytes.copy(image, offset);
  }
}

function drawDamage(image: Buffer, places: readonly number[], stream: Stream): [number, Buffer] {
  const place = stream.pick(places);
  if (stream.integer(0, 1) === 0) {
    return [place, Buffer.from([image.readUInt8(place) ^ (1 << stream.integer(0, 7))])];
  }
  const bytes = Buffer.alloc(4);
  const hostile = [0, 1, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];
  bytes.writeUInt32LE(stream.integer(0, 2) > 0 ? stream.pick(hostile) : stream.integer(0, 9999));
  return [Math.min(place & ~3, image.length - 4), bytes];
}

function isRefusedBy(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (thrown) {
    if (thrown instanceof DecodeError) return true;
    throw thrown;
  }
}
