import { Option, type Command } from "commander";
import type { Aim } from "../explore/choose-cut.js";
import { parseShard } from "../model/shard.js";
import { continueCommand, continueOption, requireOnly } from "./continue.js";
import { isNight as isNightFolder } from "../store/night/night-folder.js";
import { soak, type SoakOptions } from "../session/soak.js";
import {
  addNight,
  asksForNight,
  nightCommand,
  nightLimits,
  requireNightOnly,
  type NightTexts,
} from "./night/night.js";
import { detailFrom, showRun, verboseOption } from "./screen/show-run.js";
import { addNamed, namedSubject, type NamedTexts } from "./subject.js";
import {
  countFrom,
  drawnModelFrom,
  durationFrom,
  interruptsFrom,
  jobsFrom,
  killsFrom,
} from "./values.js";

/** The options of `soak`, as the command line gives them. */
export interface SoakTexts extends NamedTexts, NightTexts {
  readonly seed?: string;
  readonly shard?: string;
  readonly iterations?: string;
  readonly duration?: string;
  readonly kills: string;
  readonly model?: string;
  readonly signals?: string;
  readonly interrupts?: string;
  readonly aim: Aim;
  readonly killStep?: string;
  readonly delay?: string;
  readonly delayRegion: string;
  readonly jobs?: string;
  readonly results: string;
  readonly strict: boolean;
  readonly verbose?: boolean;
  readonly continue?: string;
}

/** Runs seeded kills and returns the exit code. */
export async function soakCommand(texts: SoakTexts, signal: AbortSignal): Promise<number> {
  const isNight = texts.continue !== undefined && isNightFolder(texts.continue);
  if (isNight || (texts.continue === undefined && asksForNight(texts))) {
    return nightCommand(texts, signal);
  }
  const options = soakOptionsFrom(texts);
  if (texts.continue !== undefined) {
    const { budget, jobs } = options;
    return continueCommand(texts.continue, { budget, jobs, signal }, detailFrom(texts));
  }
  const subject = await namedSubject(texts);
  return showRun(soak(subject, { ...options, signal }), detailFrom(texts));
}

/** The same, typed. Throws UsageError. */
export function soakOptionsFrom(texts: SoakTexts): SoakOptions {
  const { iterations, duration, delay, jobs, shard } = texts;
  const { seed, aim, killStep, delayRegion, results, strict } = texts;
  return {
    kills: killsFrom(texts.kills),
    models: texts.model?.split(",").map(drawnModelFrom),
    ...interruptsFrom(texts),
    delayMs: delay === undefined ? 0 : durationFrom("delay", delay),
    budget: {
      cases: iterations === undefined ? undefined : countFrom("iterations", iterations),
      ms: duration === undefined ? undefined : durationFrom("duration", duration),
    },
    jobs: jobsFrom(jobs),
    shard: shard === undefined ? undefined : parseShard(shard),
    ...{ seed, aim, killStep, delayRegion, results, strict },
  };
}

/** Adds `soak` to the command line. */
export function addSoak(program: Command, action: (texts: SoakTexts) => Promise<void>): void {
  const command = program
    .command("soak")
    .description("seeded kills: kill, resume, kill again, resume to the end, judge; over and over");
  addNight(addNamed(command))
    .option("--seed <word>", "any word, a git hash too (default: CHAOS_SEED, else drawn)")
    .option("--iterations <n>", "stop after this many cases (default 20 without --duration)")
    .option("--duration <time>", "stop after this long: 90s, 10m, 8h")
    .option("--kills <n|a..b>", "kills a case, at most 16", "1..4")
    .option("--model <models>", "kill, interrupt (ctrl-C), or both: kill,interrupt", "kill")
    .option("--signals <names>", "with interrupt: INT (ctrl-C), TERM, HUP (default: INT)")
    .option("--interrupts <n>", "with interrupt: 2 sends the signal again, some writes later")
    .addOption(
      new Option(
        "--aim <how>",
        "where kills fall: even over the steps, over the writes, or by the clock",
      )
        .choices(["steps", "writes", "time"])
        .default("steps"),
    )
    .option("--kill-step <name>", "the first kill of each case lands in this step")
    .option("--delay <time>", "with --aim=time: sleep after each write to the delayed region (5s)")
    .option("--delay-region <name>", "gpt, or part of a region's name (see disk)", "gpt")
    .option(
      "--shard <i/n>",
      "run only this part, such as 2/5, of one run for many machines; see merge",
    )
    .option("--jobs <n>", "workers, one a CPU (default: CPUs)")
    .option("--results <dir>", "where results go", "results")
    .option("--strict", "known violations count as violations", false)
    .option(...continueOption)
    .option(...verboseOption)
    .action(async (texts: SoakTexts) => {
      requireFitting(command, texts);
      await action(texts);
    });
}

/** Throws UsageError for options that do not go together. */
function requireFitting(command: Command, texts: SoakTexts): void {
  const { continue: path } = texts;
  if (path !== undefined && isNightFolder(path)) requireOnly(command, nightLimits);
  else if (path !== undefined) requireOnly(command, ["iterations", "duration"]);
  else if (asksForNight(texts)) requireNightOnly(command);
}
