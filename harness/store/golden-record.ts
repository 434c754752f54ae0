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

/** Which crash points an exploration has chosen. */
const planSchema = z.discriminatedUnion("kind", [
  /** None: only live kills are run, drawn as they come. */
  z.strictObject({ kind: z.literal("none") }),
  /** It writes nothing, and is killed at lines that it prints. */
  z.strictObject({ kind: z.literal("lines"), pointCount: z.number().int().min(0) }),
  z.strictObject({
    kind: z.literal("changes"),
    /** By the names of their crash models; power losses by their device as well. */
    pointsByModel: z.record(z.string(), z.number().int().min(0)),
    /** Changes that the filter lets through. */
    placeCount: z.number().int().min(0),
    /** Changes that a like one stands for. */
    representedCount: z.number().int().min(0),
    lossesLeftOut: z.number().int().min(0),
    interruptsLeftOut: z.number().int().min(0),
    rows: z
      .array(
        z.strictObject({
          step: z.string(),
          region: z.string(),
          chosen: z.number().int().min(0),
          all: z.number().int().min(0),
        }),
      )
      .readonly(),
  }),
]);

export type PlanRecord = z.infer<typeof planSchema>;

/** golden.json: what two uninterrupted runs have shown, written before the first case. */
export const goldenSchema = z.strictObject({
  version: z.literal(formatVersion),
  writeCount: z.number().int().min(0),
  lineCount: z.number().int().min(0),
  /** Writes of each step, in the order in which the steps come first. */
  writesByStep: z.record(z.string(), z.number().int().min(0)),
  durationMs: z.number().min(0),
  deterministic: z.boolean(),
  /** What the target does to the medium, in words. */
  work: z.array(z.string()).readonly(),
  /** What is wrong without a crash. */
  findings: z.array(uncrashedSchema).readonly(),
  notices: z.array(z.string()).readonly(),
  plan: planSchema,
});

export type GoldenRecord = z.infer<typeof goldenSchema>;
