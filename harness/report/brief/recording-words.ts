import type { GoldenPhase, GoldenProgress } from "../../model/recorded-run.js";
import { counted } from "../words.js";

/** A phase that takes longer than this is told in a log, too. */
const longMs = 5000;

/** What is said while the uninterrupted runs go on. Times are in milliseconds since any moment. */
export class RecordingWords {
  readonly #startedMs: number;
  #phase: GoldenPhase | undefined;
  #phaseMs = 0;
  #isLogged = false;

  constructor(startedMs: number) {
    this.#startedMs = startedMs;
  }

  /** The line of now, and whether a log, which gets one for each long phase, is to have it. */
  at({ phase, writeCount }: GoldenProgress, nowMs: number): { now: string; toLog: boolean } {
    if (phase !== this.#phase) {
      this.#phase = phase;
      this.#phaseMs = nowMs;
      this.#isLogged = false;
    }
    const seconds = Math.round((nowMs - this.#startedMs) / 1000);
    const writes = writeCount > 0 ? `: ${counted(writeCount, "write")} so far` : "";
    const toLog = !this.#isLogged && nowMs - this.#phaseMs >= longMs;
    this.#isLogged ||= toLog;
    return { now: `${phase}${writes}, ${seconds} s`, toLog };
  }
}
