import logUpdate from "log-update";
import { statusLine } from "../../report/status-line.js";
import type { CaseRecord } from "../../store/records.js";

/** What ends a session. */
export interface SessionLimits {
  /** Infinity when only the time ends it. */
  readonly iterations: number;
  readonly durationMs: number | undefined;
}

/** The live status line: on a terminal it stays below what is printed, in a log it is left out. */
export class LiveLine {
  #limits: SessionLimits;
  readonly #steps: readonly string[];
  readonly #startedMs = Date.now();
  readonly #live = process.stdout.isTTY;
  #line = "starting: two uninterrupted runs first";

  constructor(limits: SessionLimits, steps: readonly string[]) {
    this.#limits = limits;
    this.#steps = steps;
    this.#draw();
  }

  /** How many cases it will be, once that is known. */
  setTotal(iterations: number): void {
    this.#limits = { ...this.#limits, iterations };
  }

  elapsedMs(): number {
    return Date.now() - this.#startedMs;
  }

  timeIsUp(): boolean {
    const { durationMs } = this.#limits;
    return durationMs !== undefined && this.elapsedMs() >= durationMs;
  }

  /** Prints lines for good, above the live line. */
  print(lines: readonly string[]): void {
    if (this.#live) logUpdate.clear();
    for (const line of lines) console.log(line);
    this.#draw();
  }

  /** Counts another state of the run into the line. */
  update(cases: readonly CaseRecord[]): void {
    const landed = cases.flatMap(({ cuts }) => cuts).filter((cut) => cut.landed === "landed");
    const killsByStep = Object.fromEntries(
      this.#steps.map((step) => [step, landed.filter((cut) => cut.step === step).length]),
    );
    const violated = cases.filter(({ verdict }) => verdict === "violated");
    this.#line = statusLine({
      casesDone: cases.length,
      ...(Number.isFinite(this.#limits.iterations) ? { casesTotal: this.#limits.iterations } : {}),
      killsLanded: landed.length,
      killsByStep,
      findings: violated.filter(({ known }) => !known).length,
      known: violated.filter(({ known }) => known).length,
      undecided: cases.filter(({ verdict }) => verdict === "undecided").length,
      elapsedMs: this.elapsedMs(),
      ...(this.#limits.durationMs === undefined ? {} : { limitMs: this.#limits.durationMs }),
    });
    this.#draw();
  }

  /** Removes the line. */
  stop(): void {
    if (this.#live) logUpdate.clear();
  }

  #draw(): void {
    if (this.#live) logUpdate(this.#line);
  }
}
