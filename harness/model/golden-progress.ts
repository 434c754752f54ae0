/** What is done before there is anything to crash, in this order. */
export type GoldenPhase =
  | "reading the image"
  | "first uninterrupted run"
  | "second uninterrupted run"
  | "one more run on the finished"
  | "judging what they leave";

/** How far the uninterrupted runs have come. */
export interface GoldenProgress {
  readonly phase: GoldenPhase;
  /** Of the run that goes on, so far. 0 where none does. */
  readonly writeCount: number;
}
