import { z } from "zod";
import { findingSchema } from "./finding-schema.js";
import { formatVersion } from "./format-version.js";

const count = z.number().int().min(0);

const outcomeSchema = z.strictObject({
  verdict: z.enum(["held", "violated", "undecided"]),
  findings: z.array(findingSchema).readonly(),
});

/** A trial that was not run is null: JSON has no undefined. */
const trialOutcomeSchema = z.codec(z.union([outcomeSchema, z.null()]), z.custom<TrialOutcome>(), {
  decode: (stored) => stored ?? undefined,
  encode: (outcome) => outcome ?? null,
});

type TrialOutcome = z.infer<typeof outcomeSchema> | undefined;

const auditedFlushSchema = z.strictObject({
  afterWrite: count,
  step: z.string(),
  regionBefore: z.string(),
  regionAfter: z.string(),
  trials: z
    .array(z.strictObject({ dropped: trialOutcomeSchema, control: trialOutcomeSchema }))
    .readonly(),
});

/** A violation that is listed as known, as far as it is told. */
const knownShownSchema = z.strictObject({
  class: z.string(),
  place: z.string(),
  why: z.string(),
  /** Absent where it takes no crash. */
  step: z.string().exactOptional(),
});

/** Why a run has ended. */
const endKindSchema = z.discriminatedUnion("kind", [
  /** All that was planned was run. */
  z.strictObject({ kind: z.literal("complete") }),
  /** Its budget was used up; what was under way then was ended so much later. */
  z.strictObject({ kind: z.literal("limit"), graceMs: z.number().min(0).exactOptional() }),
  /** What all cases rest on is not so; its caller has stopped it; the harness has failed. */
  z.strictObject({ kind: z.enum(["undecided", "stopped", "broke"]), reason: z.string() }),
]);

/** end.json: how a run has ended, written when it has. */
export const endSchema = z.strictObject({
  version: z.literal(formatVersion),
  verdict: z.enum(["held", "violated", "undecided"]),
  why: endKindSchema,
  endedAt: z.string(),
  /** From the first uninterrupted run to the last case. */
  elapsedMs: z.number().min(0),
  /** How many cases were to be run, where that is known. */
  planned: count.exactOptional(),
  lostWorkers: z.strictObject({ stuck: count, died: count }),
  /** Of the violated cases, those whose evidence is kept. */
  keptCount: count,
  /** Why more evidence was not kept: there was no room for it. */
  noRoom: z.string().exactOptional(),
  /** Known violations of the scenario and the target that explained nothing. */
  knownNotSeen: z.array(knownShownSchema).readonly(),
  /** What each flush of the run is good for, where that was asked for. */
  audit: z.array(auditedFlushSchema).readonly().exactOptional(),
  missingFlushes: z.array(z.strictObject({ id: z.string(), needs: z.string() })).readonly(),
  notNestedCount: count,
  liveNotNestedCount: count,
  notNested: z.array(z.string()).readonly(),
  secondsLeftOut: count,
});

export type EndRecord = z.infer<typeof endSchema>;
