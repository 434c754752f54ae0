import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** What came of a command. */
export interface Outcome {
  readonly code: number | null;
  readonly said: string;
  /** It got ctrl-C, as it had begun. */
  readonly interrupted: boolean;
  /** What it has left: processes by their ids, and files in TMPDIR. */
  readonly left: readonly string[];
}

/** For hangs. */
const timeoutMs = 240_000;

/**
 * Runs a line of the shell in a folder, with all chance pinned. Once it has printed `until`, it
 * gets ctrl-C.
 */
export async function runLine(text: string, cwd: string, until?: RegExp): Promise<Outcome> {
  const temp = join(cwd, "temp");
  mkdirSync(temp, { recursive: true });
  const mark = `${process.pid} ${cwd} ${text}`;
  // In the group of this test, so that it ends where the test is ended. bash puts a single command
  // in its own place: that is what gets the signals.
  const child = spawn("bash", ["-c", text], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...{ ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, CHAOS_SEED: "7f3a" },
      ...{ PATH: `${cwd}:${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`, TMPDIR: temp },
      README_COMMAND: mark,
    },
  });
  let said = "";
  let interrupted = false;
  const hear = (data: Buffer): void => {
    said += data.toString();
    if (interrupted || until?.test(said) !== true) return;
    interrupted = true;
    child.kill("SIGINT");
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const timer = setTimeout(() => {
    said += `\nno end within ${timeoutMs / 1000} s`;
    child.kill("SIGKILL");
  }, timeoutMs);
  const [code] = (await once(child, "close")) as [number | null];
  clearTimeout(timer);
  return { code, said, interrupted, left: [...(await processesLeft(mark)), ...readdirSync(temp)] };
}

async function processesLeft(mark: string): Promise<string[]> {
  for (let waited = 0; waited < 5000 && marked(mark).length > 0; waited += 50) await sleep(50);
  return marked(mark);
}

/** Ids of the processes that were started with this mark. */
function marked(mark: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
        return variables.includes(`README_COMMAND=${mark}`);
      } catch {
        return false;
      }
    });
}
