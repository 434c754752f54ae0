import { readFileSync, statfsSync } from "node:fs";
import type { Exit } from "../../target/launcher.js";

/** How a run has ended, as far as it tells whether something else than the target ended it. */
export interface RunEnd {
  readonly ended: "finished" | "cut" | "hung" | "broke";
  /** Of the last command that was started. */
  readonly exit: Exit | undefined;
  readonly succeeded: boolean;
  /** It got ctrl-C: then it may well SIGKILL its children, or itself. */
  readonly interrupted: boolean;
  /** Victims of the kernel's OOM killer during the run; 0 where the kernel does not tell. */
  readonly oomKills: number;
  /** The least that was seen to be free in the file system of TMPDIR. */
  readonly leastFreeBytes: number;
}

/** Less than this is as good as nothing. */
const fullBelowBytes = 64 * 1024;
const lookEachMs = 100;

/**
 * What the machine did to a run, so that it says nothing of the target; undefined where nothing is
 * known to have happened.
 */
export function disturbanceOf(end: RunEnd): string | undefined {
  const { ended, exit, succeeded, interrupted, oomKills, leastFreeBytes } = end;
  if (oomKills > 0) {
    return "the kernel's OOM killer has struck on this machine: with fewer --jobs less is needed";
  }
  if (ended === "cut" || ended === "broke" || succeeded) return undefined;
  if (leastFreeBytes < fullBelowBytes) {
    return "TMPDIR was full: it is kept in memory, and with fewer --jobs there is more of that";
  }
  if (ended === "hung") return undefined;
  if (exit?.signal === "LOST") return "the process that starts the targets has ended";
  if (interrupted) return undefined;
  if (exit?.signal === "SIGKILL") {
    return "the target was killed by SIGKILL, which the harness did not send (out of memory?)";
  }
  if (exit?.exitCode === 137) {
    return (
      "the target exited with 137, as shells do when a child was killed by SIGKILL, which the " +
      "harness did not send (out of memory?)"
    );
  }
  return undefined;
}

/**
 * The count of OOM kills in the text of a cgroup's memory.events (cgroup v2) or of /proc/vmstat
 * (proc(5), since Linux 4.13); undefined where it has none.
 */
export function oomKillsIn(vmstat: string): number | undefined {
  const count = /^oom_kill (\d+)$/m.exec(vmstat)?.[1];
  return count === undefined ? undefined : Number(count);
}

/** Looks out for what the machine does to the runs of one lab. */
export class RunWatch {
  readonly #folder: string;
  #oomKills = 0;
  #leastFreeBytes = Infinity;
  #timer: NodeJS.Timeout | undefined;

  /** `folder` is in the file system of TMPDIR. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  begin(): void {
    this.#oomKills = readOomKills();
    this.#leastFreeBytes = Infinity;
    this.#timer = setInterval(() => this.#look(), lookEachMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Why the run that has ended says nothing of the target, if so. */
  disturbance(end: Omit<RunEnd, "oomKills" | "leastFreeBytes">): string | undefined {
    this.#look();
    const oomKills = readOomKills() - this.#oomKills;
    return disturbanceOf({ ...end, oomKills, leastFreeBytes: this.#leastFreeBytes });
  }

  #look(): void {
    const { blocks, bavail, bsize } = statfsSync(this.#folder);
    // A file system with no size of its own has no count of blocks.
    if (blocks > 0) this.#leastFreeBytes = Math.min(this.#leastFreeBytes, bavail * bsize);
  }
}

/** Those of this container, where it has a count of its own; else of the whole machine. */
function readOomKills(): number {
  for (const path of ["/sys/fs/cgroup/memory.events", "/proc/vmstat"]) {
    try {
      const count = oomKillsIn(readFileSync(path, "utf8"));
      if (count !== undefined) return count;
    } catch {
      continue; // It is not there.
    }
  }
  return 0;
}
