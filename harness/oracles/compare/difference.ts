/** A difference between what was expected and what was found. */
export interface Difference {
  /** A table field, a content, or a mere detail such as a time stamp. */
  readonly kind: "table" | "content" | "detail";
  readonly message: string;
}

/** Pushes a difference where all goldens say one thing and the other side says another. */
export function expecter<T>(goldens: readonly T[], found: T, into: Difference[]) {
  return (kind: Difference["kind"], what: string, read: (side: T) => string): void => {
    const [expected, ...others] = goldens.map(read);
    if (expected === undefined || others.some((other) => other !== expected)) return;
    const actual = read(found);
    if (actual === expected) return;
    into.push({ kind, message: `${what}: expected ${expected}, found ${actual}` });
  };
}
