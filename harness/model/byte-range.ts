/** Bytes of a medium, from the first to before the last. */
export interface ByteRange {
  readonly startBytes: number;
  readonly endBytes: number;
}
