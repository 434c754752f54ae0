import { messageOf } from "../../harness/model/errors.js";
import { openStream } from "../../harness/model/prng.js";
import { damageImage } from "./draw.js";
import { aimsOf, type Aims } from "./fields.js";
import type { BaseImage, DamageKind } from "./images.js";
import { readWhole, type Outcome } from "./read.js";

/** One damaged image, read. */
export interface Trial {
  readonly number: number;
  readonly kind: DamageKind;
  readonly base: string;
  readonly outcome: Outcome | "failed";
  /** What was done to the image. */
  readonly changes: readonly string[];
  /** The errors that were told, or what went wrong. */
  readonly told: readonly string[];
  /** How much was read, in times of the image's size. */
  readonly readFactor: number;
  readonly ms: number;
}

/** More of an image than this many times its size is never needed: a bound that is no clock. */
const mostReadFactor = 200;
const leastReadBytes = 1 << 20;

/** Tries the images by their numbers: a number says the base image, and with the seed the rest. */
export function openTrials(bases: readonly BaseImage[], seed: string): (number: number) => Trial {
  const kinds = [...new Set(bases.map(({ kind }) => kind))];
  const prepared = kinds.map((kind) =>
    bases.filter((base) => base.kind === kind).map((base) => ({ base, aims: aimsOf(base) })),
  );
  return (number) => {
    const ofKind = prepared[number % kinds.length] ?? [];
    const stream = openStream(seed, `damage ${number}`);
    const { base, aims } = stream.pick(ofKind);
    return tryOne(number, base, aims, stream);
  };
}

function tryOne(
  number: number,
  base: BaseImage,
  aims: Aims,
  stream: ReturnType<typeof openStream>,
): Trial {
  const { kind } = base;
  const image = Buffer.from(base.bytes.buffer, base.bytes.byteOffset, base.bytes.byteLength);
  const damage = damageImage(image, kind, aims, stream);
  const { changes, sizeBytes } = damage;
  const mostBytes = Math.max(leastReadBytes, mostReadFactor * image.length);
  let readBytes = 0;
  const read = (offset: number, length: number): Buffer => {
    if (!(offset >= 0 && length >= 0)) throw new Error(`${length} bytes at ${offset} were read`);
    const bytes = image.subarray(offset, Math.min(offset + length, sizeBytes));
    readBytes += bytes.length;
    if (readBytes > mostBytes) throw new Error(`more than ${mostBytes} bytes were read`);
    return bytes;
  };
  const began = performance.now();
  const facts = () => ({
    number,
    kind,
    base: base.name,
    changes,
    readFactor: readBytes / image.length,
    ms: performance.now() - began,
  });
  try {
    const reading = readWhole(kind, { sizeBytes, read });
    return { ...facts(), ...reading };
  } catch (thrown) {
    const stack = thrown instanceof Error ? (thrown.stack ?? "").split("\n").slice(1, 5) : [];
    const name = thrown instanceof Error ? thrown.name : typeof thrown;
    const told = [`${name}: ${messageOf(thrown)}`, ...stack.map((line) => line.trim())];
    return { ...facts(), outcome: "failed", told };
  } finally {
    damage.undo();
  }
}
