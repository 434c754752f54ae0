import { openStream } from "../model/prng.js";
import type { ComparedCase, ComparedRun, Mark } from "./compared-run.js";

/** A test of a made suite, and in how many of a million runs it fails. */
export interface MadeTest {
  readonly id: string;
  readonly part: string;
  readonly failsPerMillion: number;
}

export const million = 1_000_000;

/** The first so many whole numbers, from 0. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** One run of a made suite. The same seed gives the same run. */
export function runOf(suite: readonly MadeTest[], seed: string): ComparedRun {
  const stream = openStream(seed, "suite");
  return testRun(
    seed,
    suite.map(({ id, part, failsPerMillion }) => {
      const fails = stream.integer(1, million) <= failsPerMillion;
      return testCase(id, fails ? "failed" : "passed", part);
    }),
  );
}

/** A run of tests. */
export function testRun(name: string, cases: readonly ComparedCase[]): ComparedRun {
  return {
    ...{ name, unit: "test", setting: {}, circumstances: {}, repeatable: false },
    ...{ cases, uncrashed: [], leftOut: {}, notices: [] },
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

/** A run of crashes. */
export function crashRun(
  name: string,
  cases: readonly ComparedCase[],
  more: Partial<ComparedRun> = {},
): ComparedRun {
  return { ...testRun(name, cases), unit: "case", repeatable: true, ...more };
}

/** A case, violated where it has findings. */
export function crashCase(id: string, findings: readonly string[] = [], part = "copy") {
  const marks: Mark[] = findings.map((key) => ({ about: "finding", key, text: key }));
  const named: Mark[] = [{ about: "class", key: "lost", text: "lost" }, ...marks];
  const violated = findings.length > 0;
  const outcome: ComparedCase["outcome"] = violated ? "failed" : "passed";
  return { id, part, outcome, marks: violated ? named : [] };
}
