import logUpdate from "log-update";
import { statusLine } from "../../report/status-line.js";
import type { RunLimits } from "../../session/run/run-events.js";
import type { GoldenProgress } from "../../model/recorded-run.js";
import { RecordingWords } from "../../report/brief/recording-words.js";
import type { CaseRecord } from "../../store/records.js";

const firstLogMs = 60_000;
const mostLogMs = 3_600_000;

/** The live status line: on a terminal it stays below what is printed, in a log it is left out. */
export class LiveLine {
  readonly #limits: RunLimits;
  #total: number;
  readonly #steps: readonly string[];
  readonly #startedMs = Date.now();
  #loggedMs = Date.now();
  #logAfterMs = firstLogMs;
  readonly #live = process.stdout.isTTY;
  #line = "starting: two uninterrupted runs first";
  readonly #recording = new RecordingWords(Date.now());

  constructor(limits: RunLimits, steps: readonly string[]) {
    this.#limits = limits;
    this.#total = limits.cases;
    this.#steps = steps;
    this.#draw();
  }

  /** How many cases are planned. Infinity where that is not known. */
  setTotal(plannedCount: number): void {
    this.#total = Math.min(plannedCount, this.#limits.cases);
  }

  /** Prints lines for good, above the live line. */
  print(lines: readonly string[]): void {
    if (lines.length === 0) return;
    if (this.#live) logUpdate.clear();
    for (const line of lines) console.log(line);
    this.#draw();
  }

  /** Tells how far the uninterrupted runs are; in a log once of each phase that takes long. */
  recording(progress: GoldenProgress): void {
    const { now, toLog } = this.#recording.at(progress, Date.now());
    this.#line = now;
    if (!this.#live && toLog) console.log(now);
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
      ...(Number.isFinite(this.#total) ? { casesTotal: this.#total } : {}),
      killsLanded: landed.length,
      killsByStep,
      findings: violated.filter(({ known }) => !known).length,
      known: violated.filter(({ known }) => known).length,
      undecided: cases.filter(({ verdict }) => verdict === "undecided").length,
      elapsedMs: Date.now() - this.#startedMs,
      ...(Number.isFinite(this.#limits.ms) ? { limitMs: this.#limits.ms } : {}),
    });
    this.#draw();
    this.#log();
  }

  /** In a log, a line now and then shows that it goes on, and more and more seldom. */
  #log(): void {
    if (this.#live || Date.now() - this.#loggedMs < this.#logAfterMs) return;
    this.#loggedMs = Date.now();
    this.#logAfterMs = Math.min(2 * this.#logAfterMs, mostLogMs);
    console.log(this.#line);
  }

  /** Removes the line. */
  stop(): void {
    if (this.#live) logUpdate.clear();
  }

  #draw(): void {
    if (this.#live) logUpdate(this.#line);
  }
}
