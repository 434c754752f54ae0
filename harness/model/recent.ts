/** What was found before, by the key of what it was found for. The oldest goes when it is full. */
export class Recent<Value> {
  readonly #values = new Map<string, Value>();
  readonly #mostKept: number;
  #reusedCount = 0;

  constructor(mostKept = 4000) {
    this.#mostKept = mostKept;
  }

  /** How often something was found here. */
  get reusedCount(): number {
    return this.#reusedCount;
  }

  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (value !== undefined) this.#reusedCount += 1;
    return value;
  }

  set(key: string, value: Value): void {
    if (this.#values.size >= this.#mostKept) {
      const [oldest] = this.#values.keys();
      if (oldest !== undefined) this.#values.delete(oldest);
    }
    this.#values.set(key, value);
  }
}
