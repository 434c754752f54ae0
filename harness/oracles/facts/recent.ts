import type { Recent } from "../../model/recent.js";

/** Lets what was found for a part of a disk be used again for the same bytes at the same place. */
export interface Reuse<Value> {
  /** Names the bytes of a range: the same name only for the same bytes. Undefined: unknown. */
  readonly keyOf: (startBytes: number, sizeBytes: number) => string | undefined;
  readonly recent: Recent<Value>;
}

/** What is known of a part of a disk, and how what is found now is kept; it is given back. */
export interface Recalled<Value> {
  readonly known: Value | undefined;
  readonly keep: (found: Value) => Value;
}

/**
 * Recalls what was found for the bytes of a part of a disk. Nothing is known, and nothing kept,
 * where these have no name.
 */
export function recall<Value>(
  reuse: Reuse<Value> | undefined,
  { startBytes, sizeBytes }: { readonly startBytes: number; readonly sizeBytes: number },
): Recalled<Value> {
  const bytes = reuse?.keyOf(startBytes, sizeBytes);
  if (reuse === undefined || bytes === undefined)
    return { known: undefined, keep: (found) => found };
  const { recent } = reuse;
  const key = `${startBytes}+${sizeBytes} ${bytes}`;
  return {
    known: recent.get(key),
    keep: (found) => {
      recent.set(key, found);
      return found;
    },
  };
}
