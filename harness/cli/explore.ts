import { resolve } from "node:path";
import { parsePoints } from "../explore/point-filter.js";
import { UsageError } from "../model/errors.js";
import { crashModels, type CrashModel } from "../model/trace.js";
import { listDevices, loadDevices } from "../catalogue/devices.js";
import type { ExploreRequest } from "../runner/workers/messages.js";
import { explorationOf } from "../session/exploration.js";
import { replayCommandOf } from "./replay-command.js";
import { runSession } from "./screen/session.js";
import { subjectFrom, type SubjectOptions } from "./subject.js";
import { countFrom, durationFrom, jobsFrom, seedFrom } from "./values.js";

/** The options of `explore`, as the command line gives them. */
export interface ExploreOptions extends SubjectOptions {
  readonly model?: string;
  readonly device?: string;
  readonly points?: string;
  readonly flushes: boolean;
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
      ...explorationOf(request),
      replayCommand: (id) => replayCommandOf(id, options, command),
    },
    signal,
  );
}

function requestFrom(options: ExploreOptions, seed: string): ExploreRequest {
  const usual = options.flushes ? "power" : "kill";
  const models = (options.model ?? usual).split(",").map(modelFrom);
  if (options.trace !== undefined && models.includes("interrupt")) {
    throw new UsageError("--model: a log (--trace) can't be interrupted, only a target that runs");
  }
  parsePoints(options.points);
  parsePoints(options.nested, "nested");
  const devices = options.device?.split(",") ?? (options.flushes ? ["volatile"] : listDevices());
  loadDevices(devices);
  return {
    models,
    devices,
    seed,
    depth: depthFrom(options.depth),
    nested: options.nested,
    flushes: options.flushes,
    ...(options.trace === undefined ? {} : { logPath: resolve(options.trace) }),
    ...(options.points === undefined ? {} : { points: options.points }),
  };
}

/** More cuts than this make no case id. */
const deepest = 16;

function depthFrom(text: string): number {
  const depth = countFrom("depth", text);
  if (depth <= deepest) return depth;
  throw new UsageError(`--depth: at most ${deepest}, found ${depth}`);
}

function shownOf(options: ExploreOptions, { depth, nested, models, devices }: ExploreRequest) {
  return {
    model: models.join(","),
    points: options.points ?? "metadata and samples",
    ...(models.includes("power") ? { devices: devices.join(",") } : {}),
    ...(depth > 1 ? { depth, nested } : {}),
    ...(options.trace === undefined ? {} : { trace: resolve(options.trace) }),
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
