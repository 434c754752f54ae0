import { z } from "zod";
import { findingClasses } from "../../model/verdict.js";
import { decode } from "../codec.js";
import { formatVersion } from "../format-version.js";
import { caseSchema } from "../records.js";

const digest = z.string().regex(/^[\da-f]{64}$/);
const faultSchema = z.strictObject({
  checker: z.string(),
  class: z.enum(findingClasses),
  place: z.string(),
  message: z.string(),
});

/** What the bytes alone have shown to the judge of the medium, so that they can be judged again. */
const judgedSchema = z.strictObject({
  /** The recorded run, and over what it leads to: what both uninterrupted ones have left. */
  golden: z.strictObject({
    trace: digest,
    /** What of them is wrong without a crash. */
    findings: z.array(faultSchema),
    runs: z.tuple([digest, digest]),
    /** What one more run has made of the first, over that, where it is something else. */
    rerun: z.strictObject({ state: digest, exitedZero: z.boolean() }).exactOptional(),
  }),
  crashes: z.array(
    z.strictObject({
      landed: z.boolean(),
      /** No run may change a byte. */
      isToStay: z.boolean(),
      /** What the user was told is done and must be there. */
      promise: z.string().exactOptional(),
      findings: z.array(faultSchema),
    }),
  ),
  /** Absent where nothing was resumed, or in another case with the same crash image. */
  end: z
    .strictObject({
      state: digest,
      told: z.strictObject({
        exitedZero: z.boolean(),
        isRepair: z.literal(true).exactOptional(),
        how: z.string(),
      }),
      findings: z.array(faultSchema),
    })
    .exactOptional(),
});

const hex = z.string().regex(/^(?:[\da-f]{2})*$/);

const excerptSchema = z.strictObject({
  place: z.string(),
  rows: z
    .array(
      z.strictObject({ offsetBytes: z.number().int().nonnegative(), expected: hex, found: hex }),
    )
    .readonly(),
  /** Rows of the same place that differ too, and are not shown. */
  moreRows: z.number().int().nonnegative(),
});

export type StoredJudgement = z.infer<typeof judgedSchema>;

/** case.json of a failure's folder: what its crash images can be made again from. */
const failureSchema = z.strictObject({
  version: z.literal(formatVersion),
  record: caseSchema,
  /** Of the image that the case was run on: over its size and its pages that are not zero. */
  imageDigest: z.string(),
  /** SHA-256 of each crash image, as far as it differs from the base. */
  crashDigests: z.array(z.string()),
  /** SHA-256 of the trace of each run that was crashed; see trace-store.ts for where they are. */
  traces: z.array(digest),
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
  /** Absent where the medium can't be judged without a run. */
  judged: judgedSchema.optional(),
  /** Where the end has other bytes than an uninterrupted run leaves: a few rows, in hex. */
  excerpts: z.array(excerptSchema).readonly().optional(),
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
