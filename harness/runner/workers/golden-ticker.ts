import type { Bench } from "../../media/bench.js";
import type { GoldenPhase, GoldenProgress } from "../../model/recorded-run.js";

const tellEachMs = 1000;

/** Tells once a second what is being done before there is anything to crash, and how far it is. */
export class GoldenTicker {
  readonly #bench: Bench;
  readonly #tell: (progress: GoldenProgress) => void;
  readonly #timer: NodeJS.Timeout;
  #phase: GoldenPhase = "reading the image";

  constructor(bench: Bench, tell: (progress: GoldenProgress) => void) {
    this.#bench = bench;
    this.#tell = tell;
    this.#timer = setInterval(() => this.#tick(), tellEachMs);
  }

  /** What is done from here on. */
  begin(phase: GoldenPhase): void {
    this.#phase = phase;
    this.#tick();
  }

  /** There is no more to tell. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const phase = this.#phase;
    const isRun = phase.endsWith("run") || phase.startsWith("one more run");
    this.#tell({ phase, writeCount: isRun ? this.#bench.status().writeCount : 0 });
  }
}
