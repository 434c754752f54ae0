import { z } from "zod";
import { findingSchema } from "./finding-schema.js";
import { formatVersion } from "./format-version.js";
import { mostShards } from "../model/shard.js";
import { crashModels, type CrashPoint } from "../model/trace.js";
import { findingClasses } from "../model/verdict.js";
import { pointCodec } from "./point-codec.js";
import { sequelSchema } from "./sequel.js";

/** Where one way out of the last crash of a case has led. */
const waySchema = z.strictObject({ way: z.string(), end: z.string() });

export type WayRecord = z.infer<typeof waySchema>;

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

const destinationSchema = z.strictObject({
  partition: z.string(),
  state: z.enum(["empty", "partial", "complete"]),
});

export type CensusRecord = z.infer<typeof censusSchema>;

/** What was seen of a disk at a crash: its GPT, and how far copies into partitions had come. */
export interface DiskCut {
  readonly census: CensusRecord;
  readonly destinations: readonly z.infer<typeof destinationSchema>[];
}

/** One crash of a case. */
export interface CutRecord {
  /** Where it was made or was to be made; the start of the run where nothing was left to cut. */
  readonly point: CrashPoint;
  /** Writes that landed whole. */
  readonly write: number;
  /** Bytes of the next write. */
  readonly bytes: number;
  /** Lines that had been printed. */
  readonly line: number;
  /** Writes of the run when it is not cut, as far as known. */
  readonly ofWrites: number;
  readonly step: string;
  /** The region that the last write before the cut touched; empty when there was none. */
  readonly region: string;
  readonly landed: "landed" | "early" | "late" | "missed";
  /** Only where the medium is a disk. */
  readonly disk?: DiskCut;
}

const storedCutSchema = z.strictObject({
  point: pointCodec,
  write: z.number().int().min(0),
  bytes: z.number().int().min(0),
  line: z.number().int().min(0),
  ofWrites: z.number().int().min(0),
  step: z.string(),
  region: z.string(),
  landed: z.enum(["landed", "early", "late", "missed"]),
  census: censusSchema.optional(),
  destinations: z.array(destinationSchema).readonly().optional(),
});

/** What a disk has shown stands among the other fields: both of it, or nothing. */
const cutSchema = z.codec(storedCutSchema, z.custom<CutRecord>(), {
  decode: ({ census, destinations, ...cut }, { issues, value }) => {
    if (census !== undefined && destinations !== undefined) {
      return { ...cut, disk: { census, destinations } };
    }
    if (census === undefined && destinations === undefined) return cut;
    const missing = census === undefined ? "census" : "destinations";
    const message = "expected census and destinations, or neither of them";
    issues.push({ code: "custom", input: value, path: [missing], message });
    return z.NEVER;
  },
  encode: ({ disk, ...cut }) => ({ ...cut, ...disk }),
});

const caseHead = {
  version: z.literal(formatVersion),
  id: z.string(),
  index: z.number().int().min(0),
  scenario: z.string(),
  target: z.string(),
  seed: z.string(),
  model: z.enum(crashModels),
  cuts: z.array(cutSchema).readonly(),
};
const nothingFound = { findings: z.tuple([]).readonly(), known: z.literal(false) };
const caseTail = {
  resumes: z.number().int().min(0),
  /** Every way out that was tried, in the order in which a user would think of them. */
  ways: z.array(waySchema).readonly().optional(),
  targetMs: z.number(),
  checksMs: z.number(),
  harnessMs: z.number(),
  /** The id of a case that left the same crash image: its resume stands for this one's. */
  sameAs: z.string().optional(),
  /** What a run that goes on must know besides; absent where there is nothing of it. */
  sequel: sequelSchema.optional(),
};

const heldSchema = z.strictObject({
  ...caseHead,
  verdict: z.literal("held"),
  class: z.enum(["recovered", "refused", "undone", "finished"]),
  ...nothingFound,
  ...caseTail,
});

const violatedSchema = z.strictObject({
  ...caseHead,
  verdict: z.literal("violated"),
  /** That of the worst finding. */
  class: z.enum(findingClasses),
  findings: z.array(findingSchema).readonly(),
  /** Every finding is listed as known by the scenario. */
  known: z.boolean(),
  ...caseTail,
});

const storedUndecidedSchema = z.strictObject({
  ...caseHead,
  verdict: z.literal("undecided"),
  class: z.string(),
  ...nothingFound,
  ...caseTail,
});

/** A case of which nothing could be said. */
export interface UndecidedRecord extends Omit<z.infer<typeof storedUndecidedSchema>, "class"> {
  reason: string;
}

/** Why nothing could be decided is stored as the class. */
const undecidedSchema = z.codec(storedUndecidedSchema, z.custom<UndecidedRecord>(), {
  decode: ({ class: reason, ...record }) => ({ ...record, reason }),
  encode: ({ reason, ...record }) => ({ ...record, class: reason }),
});

/** One line of cases.jsonl. */
export const caseSchema = z.discriminatedUnion("verdict", [
  heldSchema,
  violatedSchema,
  undecidedSchema,
]);

/** One case: what was run, and what came of it. Only what is violated has findings. */
export type CaseRecord = z.infer<typeof caseSchema>;
export type ViolatedRecord = z.infer<typeof violatedSchema>;

/** The class of a verdict, or why nothing could be decided. */
export function classOrReason(record: CaseRecord): string {
  return record.verdict === "undecided" ? record.reason : record.class;
}

const programSchema = z.strictObject({
  path: z.string(),
  /** Hex; absent where the file could not be read. */
  sha256: z.string().optional(),
  /** The first line of what it says to --version. */
  version: z.string().optional(),
});

const shardNumber = z.number().int().min(1).max(mostShards);

/** run.json: written before the first case. */
export const runSchema = z.strictObject({
  version: z.literal(formatVersion),
  command: z.string(),
  scenario: z.string(),
  /** What the scenario says of itself. */
  about: z.string(),
  fingerprint: z.string(),
  target: z.string(),
  /** The names of the target's steps, in the order of its work. */
  steps: z.array(z.string()).readonly(),
  /** What a replay of a case needs besides its id. */
  replayWords: z.array(z.string()).readonly(),
  /** The files of the user's that scenario and target were loaded from, with whole paths. */
  files: z
    .strictObject({ scenario: z.string().exactOptional(), target: z.string().exactOptional() })
    .optional(),
  seed: z.string(),
  /** The part of a whole run that this is, from 1; the whole where it is absent. */
  shard: z.strictObject({ index: shardNumber, count: shardNumber }).exactOptional(),
  /** Of how many shards this run was put together, and which of them were there. */
  merged: z
    .strictObject({ count: shardNumber, found: z.array(shardNumber).readonly() })
    .exactOptional(),
  startedAt: z.string(),
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** The same, as the function behind the command takes it, so that the run can be continued. */
  asked: z
    .strictObject({ by: z.enum(["explore", "soak"]), options: z.record(z.string(), z.json()) })
    .optional(),
  imageSha256: z.string(),
  /** Which program was tested. */
  program: programSchema,
  tools: z.record(z.string(), z.string()),
  /** What each command of the target was started with, all of it. */
  environment: z.strictObject({
    umask: z.string(),
    variables: z.record(z.string(), z.string()),
  }),
  host: z.record(z.string(), z.union([z.string(), z.number()])),
});

export type ProgramRecord = z.infer<typeof programSchema>;
export type RunJson = z.infer<typeof runSchema>;
