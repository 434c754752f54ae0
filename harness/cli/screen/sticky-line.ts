import logUpdate from "log-update";

const firstLogMs = 60_000;
const mostLogMs = 3_600_000;

/** A line that stays below what is printed, on a terminal. In a log it is left out. */
export class StickyLine {
  readonly #live = process.stdout.isTTY;
  #text: string;
  #loggedMs = Date.now();
  #logAfterMs = firstLogMs;

  constructor(text: string) {
    this.#text = text;
    this.#draw();
  }

  /** Prints lines for good, above it. */
  print(lines: readonly string[]): void {
    if (lines.length === 0) return;
    if (this.#live) logUpdate.clear();
    for (const line of lines) console.log(line);
    this.#draw();
  }

  /** Has another text from now on. */
  show(text: string): void {
    this.#text = text;
    this.#draw();
  }

  /** The same, and for a log, too. */
  say(text: string): void {
    if (!this.#live) console.log(text);
    this.show(text);
  }

  /** The same: in a log, a line now and then shows that it goes on, and more and more seldom. */
  sayNowAndThen(text: string): void {
    this.show(text);
    if (this.#live || Date.now() - this.#loggedMs < this.#logAfterMs) return;
    this.#loggedMs = Date.now();
    this.#logAfterMs = Math.min(2 * this.#logAfterMs, mostLogMs);
    console.log(text);
  }

  /** Removes the line. */
  stop(): void {
    if (this.#live) logUpdate.clear();
  }

  #draw(): void {
    if (this.#live) logUpdate(this.#text);
  }
}
