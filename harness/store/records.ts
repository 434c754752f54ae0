import { z } from "zod";
import { crashModels } from "../model/trace.js";
import { findingClasses } from "../model/verdict.js";

/** Version of run.json and cases.jsonl. A reader refuses any other. */
export const formatVersion = 2;

const findingSchema = z.strictObject({
  checker: z.string(),
  class: z.enum(findingClasses),
  message: z.string(),
  kill: z.number().int().min(0),
});

const censusSchema = z.strictObject({
  state: z.string(),
  primaryHeaderCrc: z.boolean(),
  primaryEntriesCrc: z.boolean(),
  backupHeaderCrc: z.boolean(),
  backupEntriesCrc: z.boolean(),
  entriesEqual: z.boolean(),
  entriesInsideDisk: z.boolean(),
  entriesOverlap: z.boolean(),
});

const cutSchema = z.strictObject({
  /** As in the id: w523, w81+100, l4. */
  point: z.string(),
  /** Writes that landed whole, bytes of the next one, lines that had been printed. */
  write: z.number().int().min(0),
  bytes: z.number().int().min(0),
  line: z.number().int().min(0),
  /** Writes of the run when it is not cut, as far as known. */
  ofWrites: z.number().int().min(0),
  step: z.string(),
  /** The region that the last write before the cut touched; empty when there was none. */
  region: z.string(),
  landed: z.enum(["landed", "early", "late", "missed"]),
  census: censusSchema,
  destinations: z.array(
    z.strictObject({ partition: z.string(), state: z.enum(["empty", "partial", "complete"]) }),
  ),
});

/** One line of cases.jsonl. */
export const caseSchema = z.strictObject({
  version: z.literal(formatVersion),
  id: z.string(),
  index: z.number().int().min(0),
  scenario: z.string(),
  target: z.string(),
  seed: z.string(),
  model: z.enum(crashModels),
  cuts: z.array(cutSchema),
  verdict: z.enum(["held", "violated", "undecided"]),
  /** The class of the verdict; why, when undecided. */
  class: z.string(),
  findings: z.array(findingSchema),
  /** Every finding is listed as known by the scenario. */
  known: z.boolean(),
  resumes: z.number().int().min(0),
  /** The id of a case that left the same crash image: its resume stands for this one's. */
  sameAs: z.string().optional(),
  targetMs: z.number(),
  checksMs: z.number(),
  harnessMs: z.number(),
});

/** run.json: written before the first case. */
export const runSchema = z.strictObject({
  version: z.literal(formatVersion),
  command: z.string(),
  scenario: z.string(),
  fingerprint: z.string(),
  target: z.string(),
  seed: z.string(),
  startedAt: z.string(),
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  imageSha256: z.string(),
  tools: z.record(z.string(), z.string()),
  host: z.record(z.string(), z.union([z.string(), z.number()])),
});

export type CaseRecord = z.infer<typeof caseSchema>;
export type CutRecord = z.infer<typeof cutSchema>;
export type CensusRecord = z.infer<typeof censusSchema>;
export type RunJson = z.infer<typeof runSchema>;
