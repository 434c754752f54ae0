import { openStream } from "../model/prng.js";
import type { ComparedCase, ComparedRun } from "./compared-run.js";

/** How a test of a made suite behaves: it fails in so many of a million runs. */
export interface MadeTest {
  readonly id: string;
  readonly part: string;
  readonly failsPerMillion: number;
}

const million = 1_000_000;

/** One run of a made suite. The same seed gives the same run. */
export function runOf(suite: readonly MadeTest[], seed: string): ComparedRun {
  const stream = openStream(seed, "suite");
  return testRun(
    seed,
    suite.map(({ id, part, failsPerMillion }) => {
      const isCertain = failsPerMillion === 0 || failsPerMillion === million;
      const fails = isCertain ? failsPerMillion > 0 : stream.integer(1, million) <= failsPerMillion;
      return testCase(id, fails ? "failed" : "passed", part);
    }),
  );
}

/** A run of tests. */
export function testRun(name: string, cases: readonly ComparedCase[]): ComparedRun {
  return {
    ...{ name, unit: "test", setting: {}, circumstances: {}, repeatable: false },
    ...{ cases, leftOut: {}, notices: [] },
  };
}

/** One test. */
export function testCase(
  id: string,
  outcome: ComparedCase["outcome"],
  part = "suite",
): ComparedCase {
  return { id, part, outcome, marks: [] };
}
