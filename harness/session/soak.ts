import { z } from "zod";
import { UsageError } from "../model/errors.js";
import { divideDraws } from "./orders/division.js";
import { SeededKills } from "./orders/seeded-kills.js";
import { ShardedOrders } from "./orders/sharded-orders.js";
import { readOptions } from "./options/read-options.js";
import type { CasesRun, RunLimits } from "./run/run-events.js";
import {
  interruptingFrom,
  interruptOptions,
  interruptsShown,
} from "./options/interrupt-options.js";
import { askedFor } from "./options/asked-options.js";
import { framePlan, runOptions } from "./options/run-options.js";
import type { SessionPlan } from "./cases/session-plan.js";
import { startSession } from "./cases/session.js";
import { requireSubject, type Subject } from "./subject/subject.js";

/** So many kills a case at most: more make no case id. */
export const killLimit = 16;

/** Cases, where no budget is given. */
const usualCases = 20;

const killCount = z.number().int().min(1).max(killLimit);

const soakOptions = z.strictObject({
  /** Kills a case, drawn between these two. */
  kills: z
    .strictObject({ least: killCount, most: killCount })
    .refine(({ least, most }) => least <= most, "Invalid input: expected least to be at most most")
    .default({ least: 1, most: 4 }),
  /** By what a run is ended, drawn for each crash. Kills where absent. */
  models: z
    .array(z.enum(["kill", "interrupt"]))
    .min(1)
    .readonly()
    .default(["kill"]),
  ...interruptOptions,
  /** Where kills fall: even over the steps, over the writes, or by the clock. */
  aim: z.enum(["steps", "writes", "time"]).default("steps"),
  /** With the aim at steps: the first kill of each case lands in this one. */
  killStep: z.string().optional(),
  /** With the aim by the clock: how long to sleep after each write to the delayed region. */
  delayMs: z.number().int().min(0).default(0),
  /** gpt, or part of a region's name. */
  delayRegion: z.string().default("gpt"),
  ...runOptions,
});

/** What a soak is asked for. */
export type SoakOptions = z.input<typeof soakOptions>;

/**
 * Seeded kills: kill, resume, kill again, resume to the end, judge; over and over. Ends after 20
 * cases where it has no budget. Throws UsageError for options that are wrong.
 */
export function soak(subject: Subject, options: SoakOptions = {}): CasesRun {
  return startSession(planSoak(subject, options), options.signal);
}

/** What `soak` is to do. Throws UsageError. */
export function planSoak(subject: Subject, options: SoakOptions): SessionPlan {
  requireSubject("soak", subject);
  const read = readOptions("soak", soakOptions, options);
  const frame = framePlan(read);
  const { kills, models, aim, killStep, delayMs, delayRegion } = read;
  const { name, stepNames: steps } = subject.target;
  if (delayMs > 0 && aim !== "time") {
    throw new UsageError(
      "delayMs (--delay) only makes sense with aim time (--aim=time): other kills need no luck",
    );
  }
  if (killStep !== undefined && !steps.includes(killStep)) {
    throw new UsageError(`unknown step "${killStep}"; ${name} has: ${steps.join(", ")}`);
  }
  if (killStep !== undefined && aim !== "steps") {
    throw new UsageError("killStep (--kill-step) only makes sense with aim steps (--aim=steps)");
  }
  const interrupts = interruptingFrom(read, models);
  if (interrupts !== undefined && aim === "time") {
    throw new UsageError(
      "models (--model): an interrupt comes after a write, and never by the clock (--aim=time)",
    );
  }
  const { least, most } = kills;
  const limits = limitsOf(frame.limits);
  const orders = new SeededKills({
    ...{ seed: frame.seed, kills, aim, steps },
    ...{ killStep, delayMs, delayRegion },
    ...(interrupts === undefined ? {} : { drawn: { models, ...interrupts } }),
  });
  return {
    command: "soak",
    subject,
    ...frame,
    limits,
    asked: askedFor("soak", read, frame),
    shown: {
      aim,
      kills: least === most ? String(least) : `${least}..${most}`,
      ...(interrupts === undefined
        ? {}
        : { model: models.join(","), ...interruptsShown(interrupts) }),
      ...(killStep === undefined ? {} : { killStep }),
      ...(delayMs === 0 ? {} : { delayMs, delayRegion }),
    },
    orders: frame.shard
      ? new ShardedOrders(orders, divideDraws(frame.shard, limits.cases))
      : orders,
  };
}

/** It has to end. */
function limitsOf(limits: RunLimits): RunLimits {
  const isEndless = limits.cases === Infinity && limits.ms === Infinity;
  return isEndless ? { ...limits, cases: usualCases } : limits;
}
