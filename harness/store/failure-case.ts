import { z } from "zod";
import { decode } from "./codec.js";
import { formatVersion } from "./format-version.js";
import { caseSchema } from "./records.js";

/** case.json of a failure's folder: what its crash images can be made again from. */
const failureSchema = z.strictObject({
  version: z.literal(formatVersion),
  record: caseSchema,
  /** Of the image that the case was run on: over its size and its pages that are not zero. */
  imageDigest: z.string(),
  /** SHA-256 of each crash image, as far as it differs from the base. */
  crashDigests: z.array(z.string()),
  /** SHA-256 of the trace of each run that was crashed; see trace-store.ts for where they are. */
  traces: z.array(z.string().regex(/^[\da-f]{64}$/)),
  /** The devices as they were: their profiles may have changed since. */
  devices: z.array(
    z.strictObject({
      name: z.string(),
      about: z.string(),
      atomicBytes: z.number().int().positive(),
      ordered: z.boolean(),
      trashOnTear: z.boolean(),
    }),
  ),
  /** The smallest case that shows the same, and what it needs. */
  smallest: z.strictObject({ id: z.string(), needs: z.string() }).optional(),
});

export type FailureCase = z.infer<typeof failureSchema>;

/** Decodes case.json. Throws DecodeError with the field. */
export function decodeFailure(bytes: Uint8Array): FailureCase {
  return decode(failureSchema, bytes, "case.json");
}

/** The text of case.json. */
export function encodeFailure(failure: FailureCase): string {
  return `${JSON.stringify(z.encode(failureSchema, failure), undefined, 2)}\n`;
}
