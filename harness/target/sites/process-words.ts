import { resultOf, startedWith } from "./log-lines.js";

interface Started {
  /** The line of the log. */
  readonly at: number;
  readonly words: readonly string[];
}

/** By whom, and in which line. */
interface Fork {
  readonly pid: number;
  readonly at: number;
}

/** What each process of a log was started with, by what the log tells of forks and execs. */
export class ProcessWords {
  readonly #started = new Map<number, Started[]>();
  readonly #forks = new Map<number, Fork>();

  /** Notes a call that may start a process or a program. */
  note(
    { pid, name, text }: { readonly pid: number; readonly name: string; readonly text: string },
    at: number,
  ): void {
    const result = resultOf(text);
    if (result === undefined) return;
    if (name.startsWith("exec")) {
      const words = startedWith(text);
      if (words !== undefined) this.#started.set(pid, [...this.#ofPid(pid), { at, words }]);
    } else if (result > 0 && (name.endsWith("fork") || name.startsWith("clone"))) {
      this.#forks.set(result, { pid, at });
    }
  }

  /** What a thread's process was started with, as of a line; empty where that is not known. */
  of(pid: number, at: number): readonly string[] {
    const own = this.#ofPid(pid).findLast((each) => each.at <= at);
    if (own !== undefined) return own.words;
    // The line of a fork may stand behind the first ones of the child.
    const fork = this.#forks.get(pid);
    return fork === undefined ? [] : this.#atFork(fork);
  }

  /** Process numbers come again: nothing is older than what it has started. */
  #atFork({ pid, at }: Fork): readonly string[] {
    const own = this.#ofPid(pid).findLast((each) => each.at <= at);
    if (own !== undefined) return own.words;
    const fork = this.#forks.get(pid);
    return fork === undefined || fork.at >= at ? [] : this.#atFork(fork);
  }

  #ofPid(pid: number): readonly Started[] {
    return this.#started.get(pid) ?? [];
  }
}
