import { resolve } from "node:path";
import type { Command } from "commander";
import { loadNightFile } from "../../catalogue/night/night-file.js";
import { usualNightPlan } from "../../catalogue/night/night-plan.js";
import { programName } from "../../catalogue/places.js";
import { exitCodes, UsageError } from "../../model/errors.js";
import { nightSummary } from "../../report/night/night-summary.js";
import { nightVerdict } from "../../report/night/night-verdict.js";
import { continueNight, startNight } from "../../session/night/night.js";
import type { NightRun } from "../../session/night/night-events.js";
import { nightBefore, readNight, runsOfNight } from "../../store/night/night-folder.js";
import { readRun } from "../../store/run-folder.js";
import { givenBesides } from "../continue.js";
import { goOnLine } from "../screen/show-run.js";
import { countFrom, jobsFrom } from "../values.js";
import { limitMsFrom, untilFrom } from "./night-limits.js";
import { NightScreen } from "./night-screen.js";

/** The options of a night, as the command line gives them. */
export interface NightTexts {
  readonly hours?: string;
  readonly until?: string;
  readonly turns?: string;
  readonly plan?: string;
  readonly seed?: string;
  readonly jobs?: string;
  readonly results: string;
  readonly strict: boolean;
  readonly continue?: string;
}

/** What ends a night; these may be given anew where it is continued. */
export const nightLimits = ["hours", "until", "turns"] as const;
const nightNames = [...nightLimits, "plan"] as const;

/** Whether a night is asked for. */
export function asksForNight(texts: NightTexts): boolean {
  return nightNames.some((name) => texts[name] !== undefined);
}

/** Throws UsageError where an option is given that a night draws by its plan. */
export function requireNightOnly(command: Command): void {
  const names = [...nightNames, "seed", "jobs", "results", "strict"];
  const other = givenBesides(command, names);
  if (other === undefined) return;
  throw new UsageError(`${other}: a night draws that by its plan (--plan FILE). Leave it out`);
}

/** Runs a night, or goes on with one. Returns the exit code of all of it. */
export async function nightCommand(texts: NightTexts, signal: AbortSignal): Promise<number> {
  const limits = limitsFrom(texts);
  const jobs = jobsFrom(texts.jobs);
  if (texts.continue !== undefined) {
    return show(continueNight(texts.continue, { limits, jobs, signal }));
  }
  const plan = texts.plan === undefined ? usualNightPlan() : await loadNightFile(texts.plan);
  const { seed, strict } = texts;
  const results = resolve(texts.results);
  return show(startNight({ plan, limits, seed, jobs, results, strict, signal }));
}

function limitsFrom({ hours, until, turns }: NightTexts) {
  if (hours !== undefined && until !== undefined) {
    throw new UsageError("--hours and --until: expected one of them");
  }
  return {
    ...(hours !== undefined && { ms: limitMsFrom(hours) }),
    ...(until !== undefined && { until: untilFrom(until, new Date()).toISOString() }),
    ...(turns !== undefined && { turns: countFrom("turns", turns) }),
  };
}

async function show(run: NightRun): Promise<number> {
  const screen = new NightScreen();
  try {
    for await (const event of run.events) screen.show(event);
  } finally {
    run.stop();
  }
  const { path, why, cause } = await run.done;
  console.log("");
  for (const line of nightText(path)) console.log(line);
  if (why === "stopped") console.log(goOnLine(path));
  if (cause !== undefined) throw cause;
  return exitCodes[nightVerdict(readNight(path).lines).verdict];
}

/** The summary of a night, as it is stored, and its verdict. */
export function nightText(path: string): string[] {
  const now = withRuns(path);
  const before = nightBefore(path);
  const { verdict, why } = nightVerdict(now.stored.lines);
  return [
    ...nightSummary(now, before && withRuns(before.path), programName),
    why === "" ? verdict : `${verdict}: ${why}`,
  ];
}

function withRuns(path: string) {
  return { stored: readNight(path), runs: runsOfNight(path).map(readRun) };
}

/** Adds the options of a night to a command. */
export function addNight(command: Command): Command {
  return command
    .option("--hours <n>", "a night: turns over all that is installed, for so long (8, 0.5)")
    .option("--until <time>", "the same, until a time of day (07:00)")
    .option("--turns <n>", "the same, so many turns at most")
    .option("--plan <file>", "with these: what the turns are drawn from (default: all installed)");
}
