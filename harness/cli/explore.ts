import type { Command } from "commander";
import { continueCommand, continueOption, requireOnly } from "./continue.js";
import { usualNested } from "../explore/point-filter.js";
import { UsageError } from "../model/errors.js";
import { parseShard } from "../model/shard.js";
import { crashModels, type CrashModel } from "../model/trace.js";
import { deepest, explore, readExploration, type ExploreOptions } from "../session/explore.js";
import { detailFrom, showRun, verboseOption } from "./screen/show-run.js";
import { addSubject, subjectFrom, type SubjectTexts } from "./subject.js";
import { countFrom, durationFrom, interruptsFrom, jobsFrom } from "./values.js";

/** The options of `explore`, as the command line gives them. */
export interface ExploreTexts extends SubjectTexts {
  readonly model?: string;
  readonly device?: string;
  readonly points?: string;
  readonly flushes: boolean;
  readonly depth: string;
  readonly nested: string;
  readonly budget?: string;
  readonly seed?: string;
  readonly shard?: string;
  readonly balance?: string;
  readonly signals?: string;
  readonly interrupts?: string;
  readonly jobs?: string;
  readonly results: string;
  readonly strict: boolean;
  readonly verbose?: boolean;
  readonly continue?: string;
}

/** Makes crash images from one recorded run, resumes and judges each. Returns the exit code. */
export async function exploreCommand(
  command: readonly string[],
  texts: ExploreTexts,
  signal: AbortSignal,
): Promise<number> {
  const options = exploreOptionsFrom(texts);
  if (texts.continue !== undefined) {
    const { budget, jobs } = options;
    return continueCommand(texts.continue, { budget, jobs, signal }, detailFrom(texts));
  }
  // Before the image is hashed, which may take a while.
  readExploration(options);
  const subject = await subjectFrom(texts, command);
  return showRun(explore(subject, { ...options, signal }), detailFrom(texts));
}

/** The same, typed. Throws UsageError. */
export function exploreOptionsFrom(texts: ExploreTexts): ExploreOptions {
  const { model, device, points, flushes, nested, budget, seed, jobs, results, strict } = texts;
  const { shard, balance } = texts;
  return {
    models: model?.split(",").map(modelFrom),
    ...interruptsFrom(texts),
    devices: device?.split(","),
    depth: depthFrom(texts.depth),
    budget: budget === undefined ? undefined : budgetFrom(budget),
    jobs: jobsFrom(jobs),
    shard: shard === undefined ? undefined : parseShard(shard),
    ...{ points, flushes, nested, seed, results, strict, balance },
  };
}

function depthFrom(text: string): number {
  const depth = countFrom("depth", text);
  if (depth <= deepest) return depth;
  throw new UsageError(`--depth: at most ${deepest}, found ${depth}`);
}

function modelFrom(name: string): CrashModel {
  const model = crashModels.find((each) => each === name);
  if (model !== undefined) return model;
  const names = crashModels.join(", ");
  throw new UsageError(`--model: expected some of ${names}, joined by commas; found "${name}"`);
}

/** A time such as 10m, or a number of cases such as 5000, or "5000 cases". */
function budgetFrom(text: string): NonNullable<ExploreOptions["budget"]> {
  const [, count] = /^(\d+)(?: cases?)?$/.exec(text) ?? [];
  if (count === undefined) return { ms: durationFrom("budget", text) };
  return { cases: countFrom("budget", count) };
}

/** Adds `explore` to the command line. */
export function addExplore(
  program: Command,
  action: (command: string[], texts: ExploreTexts) => Promise<void>,
): void {
  const command = program
    .command("explore")
    .description("record one run, make what a crash could have left, resume and judge each")
    .argument(
      "[command...]",
      "after --: any program, with {disk} or {tree} in it; needs --disk or --tree",
    );
  addSubject(command)
    .option(
      "--model <models>",
      "kill, torn (inside a write), power, interrupt (ctrl-C); commas join (default: kill)",
    )
    .option("--signals <names>", "with interrupt: INT (ctrl-C), TERM, HUP (default: INT)")
    .option("--interrupts <n>", "with interrupt: 2 sends the signal again, some writes later")
    .option("--device <names>", "with power: see list; commas join them (default: all)")
    .option(
      "--points <words>",
      "all, metadata, gpt, step=NAME, step-ends, region=NAME, write=A..B:STRIDE, growing, " +
        "sample=N, sites; commas join them",
    )
    .option("--flushes", "audit: drop each flush of the run, tell which ones a check misses", false)
    .option("--depth <n>", "crash the resume too, up to this many crashes a case", "1")
    .option("--nested <words>", "crash points of a resume, as --points", usualNested)
    .option("--budget <limit>", "stop after this time (10m) or this many cases (500)")
    .option("--seed <word>", "any word: draws samples, torn bytes and lost blocks")
    .option(
      "--shard <i/n>",
      "run only this part, such as 2/5, of one run for many machines; see merge",
    )
    .option("--balance <run>", "with --shard: a stored run whose times even out the parts")
    .option("--jobs <n>", "workers, one a CPU (default: CPUs)")
    .option("--results <dir>", "where results go", "results")
    .option("--strict", "known violations count as violations", false)
    .option(...continueOption)
    .option(...verboseOption)
    .action(async (words: string[], texts: ExploreTexts) => {
      if (texts.continue !== undefined) requireOnly(command, ["budget"]);
      await action(words, texts);
    });
}
