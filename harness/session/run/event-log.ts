/**
 * What is told, kept from the beginning: each who reads it gets all of it in its order, also who
 * comes late, and nobody has to. Telling never waits for a reader.
 */
export class EventLog<Event> implements AsyncIterable<Event> {
  readonly #events: Event[] = [];
  #isOver = false;
  /** Called once each, when there is more to read. */
  #waiting: (() => void)[] = [];

  add(event: Event): void {
    this.#events.push(event);
    this.#wake();
  }

  /** Lets the readers come to an end, once they have read what is there. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void> {
    for (let place = 0; ; place += 1) {
      while (place === this.#events.length && !this.#isOver) {
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
      if (place === this.#events.length) return;
      yield this.#events[place] as Event;
    }
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
