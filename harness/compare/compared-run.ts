/** One run, reduced to what runs are compared by: of our own store, or of any test suite. */
export interface ComparedRun {
  /** The path that the user gave. */
  readonly name: string;
  /** A case is one crash of a target, a test is one of somebody's suite. */
  readonly unit: "case" | "test";
  /** What must be alike where runs are compared by their counts: scenario, target, options. */
  readonly setting: Readonly<Record<string, string>>;
  /** What may differ, and may be why findings do: the program, the tools. */
  readonly circumstances: Readonly<Record<string, string>>;
  /** The target does the same each time, so that a case shows the same however often it is run. */
  readonly repeatable: boolean;
  readonly cases: readonly ComparedCase[];
  /** What uninterrupted runs have shown, as a case that shows the same each time; or none. */
  readonly uncrashed: readonly ComparedCase[];
  /** What was not compared: how many, by the reason. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** What the reader should know. */
  readonly notices: readonly string[];
}

export interface ComparedCase {
  /** Cases of different runs with the same id are one and the same case. */
  readonly id: string;
  /** The step of a target, or the suite of a test. */
  readonly part: string;
  readonly outcome: "passed" | "failed" | "flaky";
  /** Its class and its findings; only a case that failed has some, a test has none. */
  readonly marks: readonly Mark[];
}

/** What a failing case is counted under. */
export interface Mark {
  readonly about: "class" | "finding";
  /** Marks with the same key are alike. */
  readonly key: string;
  /** For a reader. */
  readonly text: string;
}
