import { z } from "zod";
import { formatVersion } from "./format-version.js";
import { findingClasses } from "../model/verdict.js";

const uncrashedSchema = z.strictObject({
  checker: z.string(),
  class: z.enum(findingClasses),
  place: z.string(),
  message: z.string(),
  /** What to say, as `expects` takes it, where it was meant. */
  expects: z.array(z.string()).readonly().optional(),
  /** The scenario lists it. */
  known: z.boolean(),
});

/** golden.json: what two uninterrupted runs have shown, written before the first case. */
export const goldenSchema = z.strictObject({
  version: z.literal(formatVersion),
  writeCount: z.number().int().min(0),
  lineCount: z.number().int().min(0),
  durationMs: z.number().min(0),
  deterministic: z.boolean(),
  /** What the target does to the medium, in words. */
  work: z.array(z.string()).readonly(),
  /** What is wrong without a crash. */
  findings: z.array(uncrashedSchema).readonly(),
  notices: z.array(z.string()).readonly(),
});

export type GoldenRecord = z.infer<typeof goldenSchema>;
