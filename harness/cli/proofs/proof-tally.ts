import type { Detail } from "../screen/show-run.js";
import { StickyLine } from "../screen/sticky-line.js";

/** What a person sees while targets are proven: how far it is, and who is not as they must be. */
export class ProofTally {
  readonly #count: number;
  readonly #goodWord: string;
  readonly #detail: Detail;
  readonly #line: StickyLine;
  #goodCount = 0;
  #otherCount = 0;

  /** `goodWord` is what must come of each of so many. */
  constructor(count: number, goodWord: string, detail: Detail) {
    this.#count = count;
    this.#goodWord = goodWord;
    this.#detail = detail;
    this.#line = new StickyLine(this.#text());
  }

  /** Prints a line above it. */
  notice(line: string): void {
    this.#line.print([line]);
  }

  /** Counts what has come of a target: a line for one that is as it must be is for the verbose. */
  add(isGood: boolean, line: string): void {
    if (isGood) this.#goodCount += 1;
    else this.#otherCount += 1;
    if (!isGood || this.#detail === "verbose") this.notice(line);
    this.#line.sayNowAndThen(this.#text());
  }

  stop(): void {
    this.#line.stop();
  }

  #text(): string {
    const done = `${this.#goodCount + this.#otherCount}/${this.#count} targets`;
    return `${done} | ${this.#goodWord} ${this.#goodCount} others ${this.#otherCount}`;
  }
}
