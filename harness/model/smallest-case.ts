/** What a failing case was reduced to. */
export interface SmallestCase {
  readonly id: string;
  /** What it needs to fail, in plain words. */
  readonly needs: string;
  /** Writes were reordered that a flush between them would keep apart. */
  readonly missesFlush: boolean;
  readonly tries: number;
  /** False where a limit ended the search. */
  readonly complete: boolean;
}
