/** Bytes of one row of an excerpt. */
export const excerptRowBytes = 16;

/** Some bytes of a medium that are others than an uninterrupted run leaves. */
export interface ByteExcerpt {
  /** What is there: `primary header`. */
  readonly place: string;
  readonly rows: readonly ExcerptRow[];
  /** Rows of the same place that differ too, and are not shown. */
  readonly moreRows: number;
}

/** One row in hex, at a multiple of its size; shorter at the end of the medium. */
export interface ExcerptRow {
  readonly offsetBytes: number;
  readonly expected: string;
  readonly found: string;
}
