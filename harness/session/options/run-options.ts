import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { z } from "zod";
import { isSeed, seedOfWord } from "../../model/case-id.js";
import { UsageError } from "../../model/errors.js";
import { mostShards } from "../../model/shard.js";
import { allowedCpus } from "../../target/sandbox.js";
import type { SessionPlan } from "../cases/session-plan.js";

const limit = z.number().int().positive();

/** Aborting it ends the run early. */
export const signalOption = z.instanceof(AbortSignal).optional();

/** Options of each run of many cases. */
export const runOptions = {
  /** Ends it after so many cases, or after this time. */
  budget: z.strictObject({ cases: limit.optional(), ms: limit.optional() }).optional(),
  /** Any word; hex digits, a git hash too, are taken as they are. CHAOS_SEED, else drawn. */
  seed: z.string().optional(),
  /** Workers, one a CPU. As many as there are CPUs where absent. */
  jobs: z.number().int().positive().optional(),
  /** The folder for the folders of runs. */
  results: z.string().default("results"),
  /** Known violations count as violations. */
  strict: z.boolean().default(false),
  /** One of the parts of the run, numbered from 1. All of them need one seed. */
  shard: z
    .strictObject({ index: z.number().int().positive(), count: limit.max(mostShards) })
    .refine(({ index, count }) => index <= count, "Invalid input: expected index at most count")
    .optional(),
  signal: signalOption,
};

type RunOptions = z.output<z.ZodObject<typeof runOptions>>;

/** What these options say of the plan of a run. Throws UsageError. */
export function framePlan(
  options: RunOptions,
): Omit<SessionPlan, "command" | "subject" | "shown" | "orders"> {
  const { budget, seed, jobs, results, strict, shard } = options;
  if (shard !== undefined) requireSeed(seed);
  return {
    seed: seedFrom(seed),
    seedWord: seedWord(seed),
    limits: { cases: budget?.cases ?? Infinity, ms: budget?.ms ?? Infinity },
    jobs: jobCount(jobs),
    firstJob: 0,
    results: resolve(results),
    strict,
    ...(shard && { shard }),
  };
}

/** Throws UsageError where a seed would be drawn: each shard would draw another one. */
export function requireSeed(given: string | undefined): void {
  if (saidSeed(given) !== undefined) return;
  throw new UsageError(
    "shard (--shard): all shards of a run need one seed: give it with seed (--seed) or " +
      "CHAOS_SEED, for example the commit",
  );
}

/**
 * A seed as given, or from CHAOS_SEED, or drawn. What is no seed of a case id is a word of which
 * one is made: see `seedOfWord`.
 */
export function seedFrom(given: string | undefined): string {
  const seed = saidSeed(given);
  if (seed === undefined) return randomBytes(4).toString("hex");
  return isSeed(seed) ? seed : seedOfWord(seed);
}

/** The word that a seed was made of; undefined where it was given as it is, or drawn. */
export function seedWord(given: string | undefined): string | undefined {
  const seed = saidSeed(given);
  return seed === undefined || isSeed(seed) ? undefined : seed;
}

function saidSeed(given: string | undefined): string | undefined {
  const seed = given ?? process.env["CHAOS_SEED"];
  if (seed === undefined || seed === "") return undefined;
  const lower = seed.toLowerCase();
  return isSeed(lower) ? lower : seed;
}

/** How many workers: as given, but not more than CPUs, since each is pinned to one. */
export function jobCount(given: number | undefined): number {
  const cpus = allowedCpus().length;
  if (given === undefined || given <= cpus) return given ?? cpus;
  throw new UsageError(
    `jobs (--jobs): each worker needs a CPU of its own; there are ${cpus}, not ${given}`,
  );
}
