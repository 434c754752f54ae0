import { z } from "zod";
import {
  profilesFor,
  requireKnownProfiles,
  requireProfiles,
  weakestFor,
} from "../catalogue/power-profiles.js";
import { mediumOf } from "../catalogue/scenario.js";
import { parsePoints, usualNested } from "../explore/point-filter.js";
import { UsageError } from "../model/errors.js";
import { crashModels } from "../model/trace.js";
import {
  interruptingFrom,
  interruptOptions,
  interruptsShown,
} from "./options/interrupt-options.js";
import type { ExploreRequest } from "../runner/workers/messages.js";
import { dividePlan } from "./orders/division.js";
import { ExploreOrders } from "./orders/exploration.js";
import { recordedTimes } from "./orders/recorded-times.js";
import type { RecordedTimes } from "./orders/shared-places.js";
import { ShardedOrders } from "./orders/sharded-orders.js";
import { readOptions } from "./options/read-options.js";
import type { CasesRun } from "./run/run-events.js";
import { askedFor } from "./options/asked-options.js";
import { framePlan, runOptions } from "./options/run-options.js";
import type { OrderSource, SessionPlan } from "./cases/session-plan.js";
import { startSession } from "./cases/session.js";
import { requireSubject, type Subject } from "./subject/subject.js";

/** More cuts than this make no case id. */
export const deepest = 16;

const exploreOptions = z.strictObject({
  /** The ways in which a run can be ended. Kills where absent; in an audit power losses. */
  models: z.array(z.enum(crashModels)).min(1).readonly().optional(),
  ...interruptOptions,
  /** The devices, or file systems, on which power is lost: all; in an audit the weakest one. */
  devices: z.array(z.string()).min(1).readonly().optional(),
  /** Which writes are crash points, as `--points` has it. Metadata and samples where absent. */
  points: z.string().optional(),
  /** How many crashes a case has at most: each but the first in the resume of the one before. */
  depth: z.number().int().min(1).max(deepest).default(1),
  /** Crash points of resumes, as `--nested` has it. */
  nested: z.string().default(usualNested),
  /** An audit: each flush of the run is dropped, to tell which ones a check misses. */
  flushes: z.boolean().default(false),
  /** With shard: a stored run of the same, whose recorded times even out the shards. */
  balance: z.string().optional(),
  ...runOptions,
});

/** What an exploration is asked for. */
export type ExploreOptions = z.input<typeof exploreOptions>;

/**
 * Records one run, makes the disks that a crash could have left, resumes and judges each. Throws
 * UsageError for options that are wrong.
 */
export function explore(subject: Subject, options: ExploreOptions = {}): CasesRun {
  return startSession(planExploration(subject, options), options.signal);
}

/** Checks the options of an exploration, whatever its subject. Throws UsageError. */
export function readExploration(options: ExploreOptions) {
  const read = readOptions("explore", exploreOptions, options);
  parsePoints(read.points);
  parsePoints(read.nested, "nested");
  requireKnownProfiles(read.devices ?? []);
  return read;
}

/** What `explore` is to do. Throws UsageError. */
export function planExploration(subject: Subject, options: ExploreOptions): SessionPlan {
  requireSubject("explore", subject);
  const read = readExploration(options);
  const frame = framePlan(read);
  const { logPath } = subject;
  const { points, depth, nested, flushes } = read;
  const kind = mediumOf(subject.scenario.image);
  const devices = read.devices ?? (flushes ? [weakestFor(kind)] : profilesFor(kind));
  requireProfiles(devices, kind);
  const models = read.models ?? [flushes ? "power" : "kill"];
  if (logPath !== undefined && models.includes("interrupt")) {
    throw new UsageError(
      "models (--model): a log (trace, --trace) can't be interrupted, only a target that runs",
    );
  }
  if (logPath !== undefined && parsePoints(points).bySite) {
    throw new UsageError(
      "points (--points): a log (trace, --trace) does not tell who wrote: leave sites out",
    );
  }
  const interrupts = interruptingFrom(read, models);
  const request: ExploreRequest = {
    ...{ models, devices, seed: frame.seed, depth, nested, flushes },
    ...(logPath === undefined ? {} : { logPath }),
    ...(points === undefined ? {} : { points }),
    ...(interrupts === undefined ? {} : { interrupts }),
    ...(depth > 1 || frame.shard !== undefined ? { alike: true } : {}),
  };
  return {
    command: "explore",
    subject,
    ...frame,
    shown: shownOf(request),
    asked: askedFor("explore", read, frame),
    orders: ordersOf(request, frame, timesFrom(read, subject)),
  };
}

function ordersOf(
  request: ExploreRequest,
  { shard, limits }: Pick<SessionPlan, "shard" | "limits">,
  times: RecordedTimes | undefined,
): OrderSource {
  const orders = new ExploreOrders(request);
  if (shard === undefined) return orders;
  return new ShardedOrders(orders, dividePlan(orders, shard, limits.cases, times));
}

function timesFrom(
  { balance, shard }: Pick<ExploreOptions, "balance" | "shard">,
  { scenario, target }: Subject,
): RecordedTimes | undefined {
  if (balance === undefined) return undefined;
  if (shard !== undefined) return recordedTimes(balance, scenario.name, target.name);
  throw new UsageError("balance (--balance) only makes sense with shard (--shard)");
}

function shownOf(request: ExploreRequest) {
  const { models, points, devices, depth, nested, logPath, interrupts } = request;
  return {
    model: models.join(","),
    points: points ?? "metadata and samples",
    ...(models.includes("power") ? { devices: devices.join(",") } : {}),
    ...(depth > 1 ? { depth, nested } : {}),
    ...(interrupts === undefined ? {} : interruptsShown(interrupts)),
    ...(logPath === undefined ? {} : { trace: logPath }),
  };
}
