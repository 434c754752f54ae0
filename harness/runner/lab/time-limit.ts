import { performance } from "node:perf_hooks";

/** The longest that a timer of Node's can wait: a longer one ends at once. Some 24 days. */
export const longestTimerMs = 2 ** 31 - 1;

/** Ends a run that takes too long. Once it was interrupted, the time counts anew from there. */
export class TimeLimit {
  readonly #limitMs: number;
  readonly #interruptedAtMs: () => number | undefined;
  readonly #end: () => void;
  #timer: NodeJS.Timeout;
  #reached = false;

  /** `interruptedAtMs` is in milliseconds since 1970, as far as the run was interrupted. */
  constructor(limitMs: number, interruptedAtMs: () => number | undefined, end: () => void) {
    this.#limitMs = limitMs;
    this.#interruptedAtMs = interruptedAtMs;
    this.#end = end;
    this.#timer = setTimeout(() => this.#check(), limitMs);
  }

  /** True when it has ended the run. */
  get reached(): boolean {
    return this.#reached;
  }

  /** The run has ended by itself. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #check(): void {
    const since = performance.timeOrigin + performance.now() - (this.#interruptedAtMs() ?? 0);
    const leftMs = this.#limitMs - since;
    if (leftMs > 0) {
      this.#timer = setTimeout(() => this.#check(), Math.ceil(leftMs));
      return;
    }
    this.#reached = true;
    this.#end();
  }
}
