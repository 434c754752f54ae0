import { statusLine } from "../../report/status-line.js";
import type { RunLimits } from "../../session/run/run-events.js";
import type { GoldenProgress } from "../../model/recorded-run.js";
import { RecordingWords } from "../../report/brief/recording-words.js";
import type { CaseRecord } from "../../store/records.js";
import { StickyLine } from "./sticky-line.js";

/** The live status line: on a terminal it stays below what is printed, in a log it is left out. */
export class LiveLine {
  readonly #limits: RunLimits;
  #total: number;
  readonly #steps: readonly string[];
  readonly #startedMs = Date.now();
  readonly #line = new StickyLine("starting: two uninterrupted runs first");
  readonly #recording = new RecordingWords(Date.now());

  constructor(limits: RunLimits, steps: readonly string[]) {
    this.#limits = limits;
    this.#total = limits.cases;
    this.#steps = steps;
  }

  /** How many cases are planned. Infinity where that is not known. */
  setTotal(plannedCount: number): void {
    this.#total = Math.min(plannedCount, this.#limits.cases);
  }

  /** Prints lines for good, above the live line. */
  print(lines: readonly string[]): void {
    this.#line.print(lines);
  }

  /** Tells how far the uninterrupted runs are; in a log once of each phase that takes long. */
  recording(progress: GoldenProgress): void {
    const { now, toLog } = this.#recording.at(progress, Date.now());
    if (toLog) this.#line.say(now);
    else this.#line.show(now);
  }

  /** Counts another state of the run into the line. */
  update(cases: readonly CaseRecord[]): void {
    const landed = cases.flatMap(({ cuts }) => cuts).filter((cut) => cut.landed === "landed");
    const killsByStep = Object.fromEntries(
      this.#steps.map((step) => [step, landed.filter((cut) => cut.step === step).length]),
    );
    const violated = cases.filter(({ verdict }) => verdict === "violated");
    const text = statusLine({
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
    this.#line.sayNowAndThen(text);
  }

  /** Removes the line. */
  stop(): void {
    this.#line.stop();
  }
}
