import { z } from "zod";
import type { Holding, Proof } from "../../model/proofs/proof.js";
import { findingClasses } from "../../model/verdict.js";
import { decode } from "../codec.js";
import { formatVersion } from "../format-version.js";

const count = z.number().int().min(0);
const ms = z.number().min(0);

const proofSchema: z.ZodType<Proof> = z.strictObject({
  name: z.string(),
  mistake: z.string(),
  result: z.enum(["caught", "missed", "undecided"]),
  checker: z.string(),
  class: z.enum(findingClasses),
  stateCount: count,
  elapsedMs: ms,
  id: z.string(),
  chance: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("not needed") }),
    z.strictObject({ kind: z.literal("out of reach"), why: z.string() }),
    z.strictObject({ kind: z.literal("tried"), seen: count, of: count }),
  ]),
  why: z.string(),
});

const holdingSchema: z.ZodType<Holding> = z.strictObject({
  name: z.string(),
  odd: z.string(),
  verdict: z.enum(["held", "violated", "undecided"]),
  stateCount: count,
  elapsedMs: ms,
  problems: z.array(z.string()).readonly(),
});

const common = {
  version: z.literal(formatVersion),
  shard: z.strictObject({ index: z.number().int().min(1), count: z.number().int().min(1) }),
  /** What all shards have to have alike, in words. */
  setting: z.record(z.string(), z.string()),
  /** The names of the targets of all shards. */
  targets: z.array(z.string()).readonly(),
  /** Those of this shard that could not be run there: tools are missing. */
  leftOut: z.array(z.string()).readonly(),
  elapsedMs: ms,
};

const schema = z.discriminatedUnion("kind", [
  z.strictObject({ ...common, kind: z.literal("known-bad"), proofs: z.array(proofSchema) }),
  z.strictObject({ ...common, kind: z.literal("correct"), holdings: z.array(holdingSchema) }),
]);

/** What a shard of `prove` or of `prove --correct` has come to. */
export type ProofsRecord = z.infer<typeof schema>;

/** Decodes what a shard has come to. `place` begins the path in errors. Throws DecodeError. */
export function decodeProofs(bytes: Uint8Array, place: string): ProofsRecord {
  return decode(schema, bytes, place);
}
