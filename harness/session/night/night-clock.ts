import { performance } from "node:perf_hooks";
import type { NightRecord } from "../../store/night/night-record.js";

/**
 * The time of a night, over all its sittings. It counts by a clock that does not jump; only where
 * a night shall end at a time of day, the clock of the machine is asked, once a sitting.
 */
export class NightClock {
  readonly #startedMs: number;
  readonly #limitMs: number;

  /** `spentMs` is what the sittings before have taken, `now` the time of day. */
  constructor({ ms, until }: NightRecord["limits"], spentMs: number, now: Date) {
    this.#startedMs = performance.now() - spentMs;
    const untilMs = until === undefined ? Infinity : spentMs + Date.parse(until) - now.getTime();
    this.#limitMs = Math.min(ms ?? Infinity, untilMs);
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedMs;
  }

  /** 0 once the time is up; Infinity where there is no limit. */
  get leftMs(): number {
    return Math.max(0, this.#limitMs - this.elapsedMs);
  }
}
