import { z } from "zod";
import { formatVersion } from "./format-version.js";

/** One line of sittings.jsonl: a run that had stopped was continued. */
export const sittingSchema = z.strictObject({
  version: z.literal(formatVersion),
  startedAt: z.iso.datetime(),
  /** Cases that were stored by then. */
  cases: z.number().int().min(0),
  /** How long it had been run by then. */
  spentMs: z.number().min(0),
});

export type Sitting = z.infer<typeof sittingSchema>;
