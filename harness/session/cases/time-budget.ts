import { performance } from "node:perf_hooks";
import { longestTimerMs } from "../../runner/lab/time-limit.js";

/**
 * The time that a run may take. What is under way when it is up may go on for as long as one run of
 * the target may take; then it is ended. Uninterrupted runs are no case: they are ended at once.
 */
export class TimeBudget {
  readonly #ending = new AbortController();
  readonly #limitMs: number;
  /** So much longer may take what is under way. */
  readonly graceMs: number;
  readonly #startedMs: number;
  #timer: NodeJS.Timeout | undefined;

  /** Begins to count, from what was spent already. No limit is Infinity. */
  constructor(limitMs: number, graceMs: number, spentMs = 0) {
    this.#startedMs = performance.now() - spentMs;
    this.#limitMs = limitMs;
    this.graceMs = graceMs;
    this.#endAt(limitMs);
  }

  /** Is aborted once all work must end. */
  get over(): AbortSignal {
    return this.#ending.signal;
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedMs;
  }

  /** 0 once the time is up. */
  get leftMs(): number {
    return Math.max(0, this.#limitMs - this.elapsedMs);
  }

  /** From now on there are cases to be ended. */
  beginCases(): void {
    this.#endAt(this.#limitMs + this.graceMs);
  }

  /** The run has ended. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #endAt(endMs: number): void {
    clearTimeout(this.#timer);
    const waitMs = Math.max(0, endMs - this.elapsedMs);
    if (waitMs > longestTimerMs) return;
    this.#timer = setTimeout(() => this.#ending.abort(new Error("the time is up")), waitMs);
  }
}
