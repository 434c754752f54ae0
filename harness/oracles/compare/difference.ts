/** A difference between what was expected and what was found. */
export interface Difference {
  /**
   * A table field; a content; bytes of a content that nobody here can read; or a mere detail such
   * as a time stamp.
   */
  readonly kind: "table" | "content" | "bytes" | "detail";
  /** A partition, a table, or the disk. */
  readonly place: string;
  /** Without the place. */
  readonly message: string;
}

/** Pushes a difference where all goldens say one thing and the other side says another. */
export function expecter<T>(place: string, goldens: readonly T[], found: T, into: Difference[]) {
  return (kind: Difference["kind"], what: string, read: (side: T) => string): void => {
    const [expected, ...others] = goldens.map(read);
    if (expected === undefined || others.some((other) => other !== expected)) return;
    const actual = read(found);
    if (actual === expected) return;
    into.push({ kind, place, message: `${what}: expected ${expected}, found ${actual}` });
  };
}
