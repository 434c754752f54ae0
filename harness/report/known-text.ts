/** A violation that is listed as known, as far as it is told. */
export interface KnownShown {
  readonly class: string;
  readonly place: string;
  readonly why: string;
  /** Absent where it takes no crash. */
  readonly step?: string;
}

/** It in words: "lost, P3, in copyData: why". */
export function knownWords(entry: KnownShown): string {
  const when = entry.step === undefined ? "without a crash" : `in ${entry.step}`;
  return `${entry.class}, ${entry.place}, ${when}: ${entry.why}`;
}
