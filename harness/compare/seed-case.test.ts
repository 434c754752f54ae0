import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../model/prng.js";
import { compareRuns } from "./compare-runs.js";
import type { ComparedRun } from "./compared-run.js";
import { testCase, testRun, upTo } from "./made-runs.samples.js";

// A suite of 12,962 tests, of which 56, 61, 62, 64, 69 and 76 failed on the main line. On a branch
// 74 do.

const testCount = 12_962;
const parentCounts = [56, 61, 62, 64, 69, 76];

function suiteRun(name: string, failing: readonly number[], partCount: number): ComparedRun {
  const fails = new Set(failing);
  return testRun(
    name,
    upTo(testCount).map((index) =>
      testCase(`test ${index}`, fails.has(index) ? "failed" : "passed", `${index % partCount}`),
    ),
  );
}

function drawn(from: number, count: number, seed: string): number[] {
  return openStream(seed, "flaky").shuffle(upTo(from)).slice(0, count);
}

/** Which tests fail in a run of which only the count is known: some ways in which it may be. */
const ways: Readonly<Record<string, (count: number, seed: string) => number[]>> = {
  "the same tests, and more of them": upTo,
  "half always, the others from 120 flaky ones": (count, seed) => [
    ...upTo(32),
    ...drawn(120, count - 32, seed).map((each) => each + 32),
  ],
  "any of 100 flaky ones": (count, seed) => drawn(100, count, seed),
};

const planted = upTo(10).map((index) => 5000 + index * 17);

for (const [way, failing] of Object.entries(ways)) {
  for (const partCount of [1, 40]) {
    const runWith = (name: string, tests: readonly number[]) => suiteRun(name, tests, partCount);
    const parents = parentCounts.map((count) =>
      runWith(`main ${count}`, failing(count, `${count}`)),
    );
    const where = `${way}, in ${partCount} suites`;

    test(`74 after 56 to 76 is noise: ${where}`, () => {
      const { judgement } = compareRuns(runWith("branch", failing(74, "a")), parents);
      assert.equal(judgement, { verdict: "noise", reasons: [] });
    });

    test(`74 of which ten never failed before are new, and named: ${where}`, () => {
      const branch = runWith("branch", [...failing(64, "b"), ...planted]);
      const { judgement, chance } = compareRuns(branch, parents);
      assert.is(judgement.verdict, "new", judgement.reasons.join());
      const names = new Set(chance?.firstSeenNames);
      assert.ok(planted.every((index) => names.has(`test ${index}`)));
      assert.ok(names.size <= 20, `${names.size} names`);
    });
  }
}

test("ten that never failed are noise where each parent has as many that no other has", () => {
  const failing = (count: number, seed: string) => drawn(300, count, seed);
  const parents = parentCounts.map((count) => suiteRun(`${count}`, failing(count, `${count}`), 1));
  const branch = suiteRun("branch", [...failing(64, "b"), ...planted], 1);
  const { judgement, chance } = compareRuns(branch, parents);
  assert.is(judgement.verdict, "noise");
  assert.ok((chance?.firstSeen.parents ?? []).every(({ count }) => count >= 9));
});

test("a branch that fails far more of the flaky tests is more than chance", () => {
  const failing = (count: number, seed: string) => drawn(200, count, seed);
  const parents = parentCounts.map((count) => suiteRun(`${count}`, failing(count, `${count}`), 1));
  const { judgement } = compareRuns(suiteRun("branch", failing(110, "c"), 1), parents);
  assert.is(judgement.verdict, "new");
  assert.match(judgement.reasons.join(), "failing tests: 110, expected ");
});

test.run();
