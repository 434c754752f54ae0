import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { withMediumAt } from "../../catalogue/placeholder.js";
import type { Bench } from "../../media/bench.js";
import { CannotJudge, HarnessError } from "../../model/errors.js";
import { sha256 } from "../../model/sha256.js";
import { tellingWords } from "../../model/findings/telling-words.js";
import { faultSignal } from "../../target/fault-signal.js";
import { runEnvironment } from "../../target/environment.js";
import type { Exit } from "../../target/launcher.js";
import { sandboxFolder } from "../../target/sandbox.js";
import type { Victim } from "../../target/victim.js";
import { RunWatch } from "./run-watch.js";

/** What a program has printed. */
export interface Printed {
  /** As much of it as a person may want to read. */
  readonly text: string;
  /** Of all of it. */
  readonly sha256: string;
}

/** How a line that only looks at the medium has ended. */
export type Inspection =
  | {
      readonly kind: "ended";
      readonly exitCode: number;
      readonly stdout: Printed;
      /** What tells most of what it has printed; "nothing" where it has printed nothing. */
      readonly said: string;
    }
  | { readonly kind: "hung"; readonly limitMs: number }
  /** It, or what the shell has started for it, was ended by a signal. */
  | { readonly kind: "died"; readonly signal: string };

/** What an inspection needs of a lab. */
interface Inspected {
  readonly bench: Bench;
  readonly victim: Victim;
  readonly limitMs: number;
  /** Makes what is outside of the medium ready for a run. */
  readonly prepare: () => Promise<void>;
  /** Variables that its user has named. */
  readonly env: Readonly<Record<string, string>> | undefined;
}

type LineRun = Omit<Inspected, "bench" | "prepare">;

const folder = join(sandboxFolder, "inspection");
const scratchFolder = join(folder, "scratch");
const homeFolder = join(folder, "home");
const stdoutPath = join(folder, "stdout");
const stderrPath = join(folder, "stderr");

const lookEachMs = 100;
/** All of it is in memory, and a check that prints for ever must end before its time. */
const mostPrintedBytes = 64 * 1024 * 1024;
const shownBytes = 1024 * 1024;

/**
 * Runs a line for the shell on the medium as it is now. What it writes there is undone, what it
 * mounts is gone with it, and nothing of it goes on. Throws HarnessError where the machine has
 * disturbed it, CannotJudge where it prints or writes more than there is room for.
 */
export async function inspect(
  { bench, prepare, ...by }: Inspected,
  line: string,
): Promise<Inspection> {
  const kept = bench.save();
  try {
    await prepare();
    await bench.begin({ kind: "plain" });
    try {
      const { medium } = bench.paths("plain");
      return await runLine(by, withMediumAt(line, medium), () => bench.status().failure);
    } finally {
      await by.victim.sweep();
      await bench.settle();
    }
  } finally {
    kept.goBack();
    kept.forget();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runLine(by: LineRun, line: string, failure: () => string): Promise<Inspection> {
  const watch = new RunWatch(sandboxFolder);
  watch.begin();
  const { exit, why } = await endOf(by, line).finally(() => watch.stop());
  if (why === "printed" || printedBytes() > mostPrintedBytes) {
    throw new CannotJudge(`it prints more than ${mostPrintedBytes} bytes`);
  }
  if (failure() !== "none") throw new CannotJudge(`the shim gave up: ${failure()}`);
  const disturbance = watch.disturbance({
    ...{ exit, succeeded: exit.exitCode === 0, interrupted: false },
    ended: why === "late" ? "hung" : "finished",
  });
  if (disturbance !== undefined) throw new HarnessError(`it was disturbed: ${disturbance}`);
  return why === "late" ? { kind: "hung", limitMs: by.limitMs } : outcomeOf(exit);
}

async function endOf({ victim, limitMs, env }: LineRun, line: string) {
  rmSync(folder, { recursive: true, force: true });
  for (const each of [scratchFolder, homeFolder]) mkdirSync(each, { recursive: true });
  const { exited } = await victim.start({
    // With mounts of its own: one that is left behind would keep the medium in use.
    command: ["unshare", "--mount", "--", "/bin/sh", "-c", line],
    cwd: scratchFolder,
    env: runEnvironment(scratchFolder, { HOME: homeFolder, ...env }),
    stdoutPath,
    stderrPath,
  });
  const killed = killLater(victim, limitMs);
  const exit = await exited;
  killed.off();
  await victim.gone("ended");
  return { exit, why: killed.why() };
}

/** Kills a line that takes too long, or prints too much. */
function killLater(victim: Victim, limitMs: number) {
  let why: "late" | "printed" | undefined;
  const end = (reason: typeof why): void => {
    why ??= reason;
    victim.kill();
  };
  const limit = setTimeout(() => end("late"), limitMs);
  const looks = setInterval(() => {
    if (printedBytes() > mostPrintedBytes) end("printed");
  }, lookEachMs);
  const off = (): void => {
    clearTimeout(limit);
    clearInterval(looks);
  };
  return { off, why: () => why };
}

function printedBytes(): number {
  const sizes = [stdoutPath, stderrPath].map((path) => statSync(path, { throwIfNoEntry: false }));
  return sizes.reduce((sum, stat) => sum + (stat?.size ?? 0), 0);
}

function outcomeOf(exit: Exit): Inspection {
  const { exitCode, signal } = exit;
  if (exitCode === null) return { kind: "died", signal: signal ?? "a signal" };
  const fault = faultSignal(exit);
  if (fault !== undefined) return { kind: "died", signal: fault };
  const stdout = printedIn(stdoutPath);
  const said = tellingWords({ stdout: stdout.text, stderr: printedIn(stderrPath).text });
  return { kind: "ended", exitCode, stdout, said };
}

function printedIn(path: string): Printed {
  const bytes = readFileSync(path);
  return { text: bytes.subarray(0, shownBytes).toString("utf8"), sha256: sha256(bytes) };
}
