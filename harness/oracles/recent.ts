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

/** Lets what was found for a part of a disk be used again for the same bytes at the same place. */
export interface Reuse<Value> {
  /** Names the bytes of a range: the same name only for the same bytes. Undefined: unknown. */
  readonly keyOf: (startBytes: number, sizeBytes: number) => string | undefined;
  readonly recent: Recent<Value>;
}

/** The key of a part of a disk, or undefined where its bytes have no name. */
export function keyOfPart<Value>(
  reuse: Reuse<Value> | undefined,
  { startBytes, sizeBytes }: { readonly startBytes: number; readonly sizeBytes: number },
): string | undefined {
  const bytes = reuse?.keyOf(startBytes, sizeBytes);
  return bytes === undefined ? undefined : `${startBytes}+${sizeBytes} ${bytes}`;
}
