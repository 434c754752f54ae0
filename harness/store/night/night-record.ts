import { z } from "zod";
import { formatVersion } from "../format-version.js";

const count = z.number().int().min(0);
const options = z.record(z.string(), z.json());

/** What is crashed in a turn: by names, or a small target. */
const subjectSchema = z.union([
  z.strictObject({ scenario: z.string(), target: z.string() }),
  z.strictObject({ small: z.string() }),
]);

/** night.json: all that the turns of a night are drawn from, written before the first. */
export const nightRecordSchema = z.strictObject({
  version: z.literal(formatVersion),
  seed: z.string(),
  seedWord: z.string().exactOptional(),
  about: z.string(),
  startedAt: z.iso.datetime(),
  /** What ends it. */
  limits: z.strictObject({
    ms: z.number().positive().exactOptional(),
    until: z.iso.datetime().exactOptional(),
    turns: z.number().int().min(1).exactOptional(),
  }),
  jobs: z.number().int().min(1),
  strict: z.boolean(),
  turns: z
    .array(
      z.strictObject({
        weight: z.number().int().min(1),
        cases: z.number().int().min(1),
        subjects: z.array(subjectSchema).min(1).readonly(),
        by: z.enum(["explore", "soak"]),
        options,
      }),
    )
    .min(1)
    .readonly(),
  /** What of the plan is missing on this machine, and why. */
  leftOut: z.array(z.strictObject({ what: z.string(), why: z.string() })).readonly(),
  canary: z.strictObject({
    everyTurns: z.number().int().min(1),
    targets: z.array(z.string()).min(1).readonly(),
  }),
  diskBudgetMiB: z.number().int().min(1),
  stillMinutes: z.number().int().min(1),
  /** What its cases rest on, in words: fingerprints of scenarios, sums of programs. */
  facts: z.record(z.string(), z.string()),
  tools: z.record(z.string(), z.string()),
});

export type NightRecord = z.infer<typeof nightRecordSchema>;
export type NightSubject = z.infer<typeof subjectSchema>;

/** What is counted on the machine, to see whether anything stays. */
const countsSchema = z.strictObject({
  processes: count,
  mounts: count,
  loops: count,
  tempFolders: count,
  descriptors: count,
  rssMiB: count,
});

const head = { version: z.literal(formatVersion), atMs: z.number().min(0) };
const turn = { ...head, turn: z.number().int().min(1) };

/** One line of turns.jsonl. `atMs` counts the time of all sittings. */
export const nightLineSchema = z.discriminatedUnion("kind", [
  /** The night began, or was continued. */
  z.strictObject({ ...head, kind: z.literal("sitting"), startedAt: z.iso.datetime() }),
  z.strictObject({ ...turn, kind: z.literal("began"), what: z.string() }),
  z.strictObject({
    ...turn,
    kind: z.literal("ended"),
    /** The folder of its run, in the night's; absent where it came to none. */
    run: z.string().exactOptional(),
    verdict: z.enum(["held", "violated", "undecided"]),
    /** Why it is undecided, in short. */
    why: z.string().exactOptional(),
    cases: count,
    elapsedMs: z.number().min(0),
    counts: countsSchema,
  }),
  z.strictObject({
    ...turn,
    kind: z.literal("canary"),
    target: z.string(),
    result: z.enum(["caught", "missed", "undecided"]),
    id: z.string(),
    why: z.string(),
    elapsedMs: z.number().min(0),
  }),
  z.strictObject({ ...turn, kind: z.literal("still"), minutes: z.number().int().min(1) }),
  z.strictObject({ ...turn, kind: z.literal("thinned"), removed: count, freedMiB: count }),
  z.strictObject({
    ...head,
    kind: z.literal("end"),
    endedAt: z.iso.datetime(),
    why: z.enum(["limit", "stopped", "broke"]),
  }),
]);

export type NightLine = z.infer<typeof nightLineSchema>;
export type HostCounts = z.infer<typeof countsSchema>;
