import { performance } from "node:perf_hooks";

/** Looked at so often. */
const lookEveryMs = 10_000;

/** Tells when nothing was heard for so long: once, until something is heard again. */
export class StillWatch {
  readonly #timer: NodeJS.Timeout;
  #heardMs = performance.now();
  #isTold = false;

  constructor(limitMs: number, tell: () => void, everyMs = lookEveryMs) {
    this.#timer = setInterval(() => {
      if (this.#isTold || performance.now() - this.#heardMs < limitMs) return;
      this.#isTold = true;
      tell();
    }, everyMs);
  }

  heard(): void {
    this.#heardMs = performance.now();
    this.#isTold = false;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
