/** One test as a report tells of it. */
export interface ReportedTest {
  /** Names of the suites around it, the outermost first. */
  readonly suites: readonly string[];
  readonly file: string;
  readonly className: string;
  readonly name: string;
  /** Flaky: an attempt failed, and a later one passed. */
  readonly outcome: "passed" | "failed" | "flaky" | "skipped";
}

/** The tests of one run, from one file or many. */
export interface TestReport {
  readonly tests: readonly ReportedTest[];
  readonly notices: readonly string[];
}
