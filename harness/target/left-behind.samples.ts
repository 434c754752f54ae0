import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { sandboxFolder } from "./sandbox.js";

/** Pids of processes whose environment has this mark. */
function marked(mark: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "utf8").includes(mark);
      } catch {
        return false;
      }
    });
}

/** Waits for a worker whose environment has this mark, and sends it a signal. */
export async function signalWorker(mark: string, signal: "SIGKILL" | "SIGSTOP"): Promise<void> {
  for (;;) {
    const worker = marked(mark).find((pid) => {
      const [file, ...args] = cmdlineOf(pid);
      return file === process.execPath && args.some((each) => /worker-main/.test(each));
    });
    if (worker !== undefined) return void process.kill(Number(worker), signal);
    await sleep(50);
  }
}

function cmdlineOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return []; // It ended while we looked.
  }
}

/** Processes with this mark that are still there after five seconds. */
export async function leftBehind(mark: string): Promise<string[]> {
  for (let waited = 0; waited < 5000 && marked(mark).length > 0; waited += 50) await sleep(50);
  return marked(mark);
}

/** Mounts, files in a folder for temporary files, and the harness' own folder in shared memory. */
export function seenBeside(temp: string) {
  return {
    mounts: readFileSync("/proc/self/mounts", "utf8"),
    temp: readdirSync(temp),
    // Others use it at the same time.
    isInMemory: existsSync(sandboxFolder),
  };
}
