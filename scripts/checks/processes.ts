import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a process did. `output` is its stdout and stderr in the order they were written. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly output: string;
  readonly seconds: number;
}

const liveGroups = new Set<number>();

/**
 * Runs a program as a process group of its own, to its end or to the time limit. Whatever is
 * left of the group then is killed.
 */
export async function runGroup(
  command: readonly [string, ...string[]],
  timeoutMs: number,
): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-script-"));
  const outputPath = join(folder, "output");
  // A file, not a pipe: a grandchild that stays behind would hold a pipe open.
  const output = openSync(outputPath, "a");
  const began = performance.now();
  try {
    const end = await waitForEnd(command, output, timeoutMs);
    const seconds = (performance.now() - began) / 1000;
    return { ...end, output: readFileSync(outputPath, "utf8"), seconds };
  } finally {
    closeSync(output);
    rmSync(folder, { recursive: true, force: true });
  }
}

type End = Pick<Ended, "exitCode" | "signal" | "timedOut">;

async function waitForEnd(
  [file, ...args]: readonly [string, ...string[]],
  output: number,
  timeoutMs: number,
): Promise<End> {
  const child = spawn(file, args, {
    detached: true,
    stdio: ["ignore", output, output],
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
  });
  const group = child.pid;
  if (group !== undefined) liveGroups.add(group);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    if (group !== undefined) killGroup(group);
  }, timeoutMs);
  try {
    return await new Promise<End>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (exitCode, signal) => resolve({ exitCode, signal, timedOut }));
    });
  } finally {
    clearTimeout(timer);
    if (group !== undefined) killGroup(group);
  }
}

function killGroup(group: number): void {
  liveGroups.delete(group);
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // The group has ended by itself.
  }
}

/** On ctrl-C or SIGTERM: kills every group that runGroup started, and exits 130. */
export function killGroupsOnInterrupt(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      for (const group of liveGroups) killGroup(group);
      console.error(`interrupted by ${signal}`);
      process.exit(130);
    });
  }
}

/** Runs the jobs in order, `width` at a time. The results stand in the order of the jobs. */
export async function inParallel<T>(
  jobs: readonly (() => Promise<T>)[],
  width: number,
): Promise<T[]> {
  const results: T[] = [];
  const queue = jobs.entries();
  const lane = async (): Promise<void> => {
    for (const [index, job] of queue) results[index] = await job();
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}
