import type { Exit, Launcher, LaunchOrder } from "./launcher.js";
import { killGroup } from "./processes.js";
import { groupGone, sweepStrays } from "./sweep.js";
import type { Started, Victim } from "./victim.js";

/** How long members of a group that was killed may take to be gone. */
const reapMs = 200;
/** How long they may go on where ctrl-C has ended the target: a user who sees that starts anew. */
const graceMs = 3000;

/** A target as a real process group, in a sandbox of its own: nothing else runs there. */
export class ProcessGroup implements Victim {
  readonly #launcher: Launcher;
  #group = 0;

  constructor(launcher: Launcher) {
    this.#launcher = launcher;
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

  succeeded({ exitCode }: Exit, successCodes: readonly number[]): boolean {
    return exitCode !== null && successCodes.includes(exitCode);
  }

  sweep(): Promise<readonly string[]> {
    return sweepStrays(new Set([1, process.pid, ...this.#launcher.pids]));
  }
}
