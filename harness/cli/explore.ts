import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parsePoints } from "../explore/point-filter.js";
import { growingKills } from "../explore/progress.js";
import { UsageError } from "../model/errors.js";
import { crashModels, type CrashModel } from "../model/trace.js";
import type { CaseOrder, ExploredPoint } from "../runner/case-order.js";
import { listDevices, loadDevices } from "../runner/devices.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "../runner/messages.js";
import { wrap } from "../report/words.js";
import { FlushAudit } from "./flush-audit.js";
import { replayCommandOf } from "./replay-command.js";
import { runSession } from "./session.js";
import { subjectFrom, type SubjectOptions } from "./subject.js";
import { countFrom, durationFrom, jobsFrom, seedFrom } from "./values.js";

/** The options of `explore`, as the command line gives them. */
export interface ExploreOptions extends SubjectOptions {
  readonly model?: string;
  readonly device?: string;
  readonly points?: string;
  readonly flushes: boolean;
  readonly trace?: string;
  readonly depth: string;
  readonly nested: string;
  readonly budget?: string;
  readonly seed?: string;
  readonly jobs?: string;
  readonly results: string;
  readonly strict: boolean;
}

/** Makes crash images from one recorded run, resumes and judges each. Returns the exit code. */
export async function exploreCommand(
  command: readonly string[],
  options: ExploreOptions,
  signal: AbortSignal,
): Promise<number> {
  const seed = seedFrom(options.seed);
  const request = requestFrom(options, seed);
  const { iterations, durationMs } = budgetFrom(options.budget);
  const subject = await subjectFrom(options, command);
  const orders = new ExploreOrders(request);
  return runSession(
    {
      command: "explore",
      ...subject,
      seed,
      iterations,
      durationMs,
      jobs: jobsFrom(options.jobs),
      results: resolve(options.results),
      strict: options.strict,
      shown: shownOf(options, request),
      explore: request,
      orderAt: (index, golden) => orders.at(index, golden),
      follow: (reply) => orders.follow(reply),
      takes: (reply) => orders.takes(reply),
      closing: () => orders.closing(),
      replayCommand: (id) => replayCommandOf(id, options, command),
    },
    signal,
  );
}

/**
 * The orders of an exploration: the plan, the kills at growing distances, nested crashes, and
 * the trials of a flush audit.
 */
class ExploreOrders {
  readonly #request: ExploreRequest;
  readonly #audit: FlushAudit | undefined;
  readonly #missingFlushes = new Set<string>();
  #nextIndex = 0;

  constructor(request: ExploreRequest) {
    this.#request = request;
    this.#audit = request.flushes ? new FlushAudit(request.seed) : undefined;
  }

  at(index: number, golden: GoldenSummary): CaseOrder | undefined {
    const trial = this.#audit?.orderAt(index, golden.flushes ?? []);
    return trial ?? this.#planned(index - (this.#audit?.trialCount ?? 0), golden);
  }

  #planned(place: number, { plan, writeCount }: GoldenSummary): CaseOrder | undefined {
    const { seed, depth, models } = this.#request;
    const points = plan?.points ?? [];
    const point = points[place];
    if (point !== undefined) return this.#explored([point]);
    const isNext = place === points.length;
    if (!isNext || depth < 2 || writeCount === 0 || !models.includes("kill")) return undefined;
    return { kind: "progress", index: this.#nextIndex++, seed, cuts: growingKills(writeCount) };
  }

  takes(reply: CaseReply): boolean {
    const { trial, smallest } = reply;
    if (smallest?.needs.includes("a flush is missing") === true) {
      this.#missingFlushes.add(`${smallest.needs}: ${smallest.id}`);
    }
    if (trial) this.#audit?.done(reply);
    return trial;
  }

  /** The audit's table, and the places where a flush is missing. */
  closing(): string[] {
    const places = [...this.#missingFlushes].map((text) => wrap(text, "  "));
    return [
      ...(this.#audit?.lines() ?? []),
      ...(places.length === 0 ? [] : ["Places where a flush is missing:", ...places]),
    ];
  }

  follow({ nested }: CaseReply): CaseOrder[] {
    return nested.map((cuts) => this.#explored(cuts));
  }

  #explored(cuts: readonly ExploredPoint[]): CaseOrder {
    return { kind: "explored", index: this.#nextIndex++, seed: this.#request.seed, cuts };
  }
}

function requestFrom(options: ExploreOptions, seed: string): ExploreRequest {
  const usual = options.flushes ? "power" : "kill";
  const models = (options.model ?? usual).split(",").map(modelFrom);
  parsePoints(options.points);
  parsePoints(options.nested);
  const devices = options.device?.split(",") ?? (options.flushes ? ["volatile"] : listDevices());
  loadDevices(devices);
  return {
    models,
    devices,
    seed,
    depth: countFrom("depth", options.depth),
    nested: options.nested,
    flushes: options.flushes,
    ...(options.trace === undefined ? {} : { logPath: logFrom(options.trace) }),
    ...(options.points === undefined ? {} : { points: options.points }),
  };
}

function logFrom(path: string): string {
  if (existsSync(path)) return resolve(path);
  throw new UsageError(`--trace: there is no ${path}`);
}

function shownOf(options: ExploreOptions, { depth, nested, models, devices }: ExploreRequest) {
  return {
    model: models.join(","),
    points: options.points ?? "metadata and samples",
    ...(models.includes("power") ? { devices: devices.join(",") } : {}),
    ...(depth > 1 ? { depth, nested } : {}),
  };
}

function modelFrom(name: string): CrashModel {
  const model = crashModels.find((each) => each === name);
  if (model !== undefined) return model;
  const names = crashModels.join(", ");
  throw new UsageError(`--model: expected some of ${names}, joined by commas; found "${name}"`);
}

/** A time such as 10m, or a number of cases such as 5000, or "5000 cases". */
function budgetFrom(text: string | undefined) {
  if (text === undefined) return { iterations: Infinity, durationMs: undefined };
  const [, count] = /^(\d+)(?: cases?)?$/.exec(text) ?? [];
  if (count === undefined) {
    return { iterations: Infinity, durationMs: durationFrom("budget", text) };
  }
  return { iterations: countFrom("budget", count), durationMs: undefined };
}
