import type { Recent } from "../../model/recent.js";

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
