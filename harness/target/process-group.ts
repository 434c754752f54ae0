import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Exit, Launcher, LaunchOrder } from "./launcher.js";
import { killGroup, killProcess, listProcesses } from "./processes.js";
import type { Started, Victim } from "./victim.js";

/** How long members of a group that was killed may take to be gone. */
const reapMs = 200;
/** How long they may go on where ctrl-C has ended the target: a user who sees that starts anew. */
const graceMs = 3000;
/** How long a process that left its group may show that it still writes. */
const strayWatchMs = 150;

/** A target as a real process group, in a sandbox of its own: nothing else runs there. */
export class ProcessGroup implements Victim {
  readonly #launcher: Launcher;
  readonly #successCodes: readonly number[];
  #group = 0;

  constructor(launcher: Launcher, successCodes: readonly number[]) {
    this.#launcher = launcher;
    this.#successCodes = successCodes;
  }

  async start(order: LaunchOrder): Promise<Started> {
    const { pid, exited } = await this.#launcher.launch(order);
    this.#group = pid;
    return { id: pid, exited };
  }

  async gone(how: "ended" | "interrupted"): Promise<void> {
    await groupGone(this.#group, how === "interrupted" ? graceMs : reapMs);
    this.#group = 0;
  }

  kill(): void {
    killGroup(this.#group);
  }

  succeeded({ exitCode }: Exit): boolean {
    return exitCode !== null && this.#successCodes.includes(exitCode);
  }

  async sweep(): Promise<readonly string[]> {
    const own = new Set([1, process.pid, this.#launcher.pid]);
    const strays = () => listProcesses().filter(({ pid }) => !own.has(pid));
    const found = strays();
    if (found.length === 0) return [];
    await sleep(strayWatchMs);
    for (let left = strays(); left.length > 0; left = strays()) {
      for (const { pid } of left) killProcess(pid);
      await sleep(2);
    }
    return found.map(({ command }) => command);
  }
}

/** Waits until no member of a group is left: a dying process may still hold the medium. */
async function groupGone(processGroup: number, mostMs: number): Promise<void> {
  const end = performance.now() + mostMs;
  do {
    if (!listProcesses().some((each) => each.processGroup === processGroup)) return;
    await sleep(1);
  } while (performance.now() < end);
}
