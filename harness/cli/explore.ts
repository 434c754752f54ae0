import { resolve } from "node:path";
import { parsePoints } from "../explore/point-filter.js";
import type { CrashModel } from "../model/trace.js";
import { UsageError } from "../model/errors.js";
import { runSession } from "./session.js";
import { countFrom, durationFrom, jobsFrom, seedFrom } from "./values.js";

/** The options of `explore`, as the command line gives them. */
export interface ExploreOptions {
  readonly scenario: string;
  readonly target: string;
  readonly model: string;
  readonly points?: string;
  readonly budget?: string;
  readonly seed?: string;
  readonly jobs?: string;
  readonly results: string;
  readonly strict: boolean;
}

/** Makes crash images from one recorded run, resumes and judges each. Returns the exit code. */
export function exploreCommand(options: ExploreOptions, signal: AbortSignal): Promise<number> {
  const seed = seedFrom(options.seed);
  const models = options.model.split(",").map(modelFrom);
  parsePoints(options.points);
  const { iterations, durationMs } = budgetFrom(options.budget);
  return runSession(
    {
      command: "explore",
      scenario: options.scenario,
      target: options.target,
      seed,
      iterations,
      durationMs,
      jobs: jobsFrom(options.jobs),
      results: resolve(options.results),
      strict: options.strict,
      shown: { model: options.model, points: options.points ?? "metadata and samples" },
      explore: { models, seed, ...(options.points && { points: options.points }) },
      orders: () => (index, golden) => {
        const point = golden.plan?.points[index];
        return point?.kind === "write" ? { kind: "explored", index, seed, point } : undefined;
      },
    },
    signal,
  );
}

function modelFrom(name: string): CrashModel {
  if (name === "kill" || name === "torn") return name;
  throw new UsageError(`--model: expected kill or torn, or both as kill,torn; found "${name}"`);
}

/** A time such as 10m, or a number of cases such as 5000. */
function budgetFrom(text: string | undefined) {
  if (text === undefined) return { iterations: Infinity, durationMs: undefined };
  if (/^\d+$/.test(text)) return { iterations: countFrom("budget", text), durationMs: undefined };
  return { iterations: Infinity, durationMs: durationFrom("budget", text) };
}
