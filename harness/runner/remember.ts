/** More than this is not kept: a soak may run for days. */
const mostKept = 20_000;

/** Adds to a map that stays small: the oldest goes when it is full. */
export function remember<T>(map: Map<string, T>, key: string, value: T): void {
  const oldest = map.size >= mostKept ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
  map.set(key, value);
}
