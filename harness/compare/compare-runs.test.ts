import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../model/prng.js";
import { compareRuns } from "./compare-runs.js";
import type { ComparedRun } from "./compared-run.js";
import { runOf, testCase, testRun, type MadeTest } from "./made-runs.samples.js";

// Runs of a suite of 12,962 tests, of which 56, 61, 62, 64, 69 and 76 failed. The next fails 74.

const testCount = 12_962;
const parentCounts = [56, 61, 62, 64, 69, 76];
const partCount = 40;

const partOf = (test: number) => `suite ${test % partCount}`;

function suiteRun(name: string, failing: readonly number[]): ComparedRun {
  const fails = new Set(failing);
  return testRun(
    name,
    Array.from({ length: testCount }, (_, index) =>
      testCase(`test ${index}`, fails.has(index) ? "failed" : "passed", partOf(index)),
    ),
  );
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Which tests fail in a run of which only the count is known: three ways in which it may be. */
const ways: Readonly<Record<string, (count: number, seed: string) => number[]>> = {
  "the same tests, and more of them": upTo,
  "half always, the others from 120 flaky ones": (count, seed) => [
    ...upTo(32),
    ...openStream(seed, "flaky")
      .shuffle(upTo(120))
      .slice(0, count - 32)
      .map((each) => each + 32),
  ],
  "any of 300 flaky ones": (count, seed) =>
    openStream(seed, "flaky").shuffle(upTo(300)).slice(0, count),
};

const planted = upTo(10).map((index) => 5000 + index * 17);

for (const [way, failing] of Object.entries(ways)) {
  const parents = parentCounts.map((count) => suiteRun(`main ${count}`, failing(count, `${count}`)));

  test(`74 after 56 to 76 is noise: ${way}`, () => {
    const { judgement, chance } = compareRuns(suiteRun("branch", failing(74, "a")), parents);
    console.log(way, judgement, chance?.all, chance?.firstSeen);
    assert.is(judgement.verdict, "noise");
  });

  test(`74 with ten that never failed are new: ${way}`, () => {
    const branch = suiteRun("branch", [...failing(64, "b"), ...planted]);
    const { judgement, chance } = compareRuns(branch, parents);
    console.log(way, judgement, chance?.all, chance?.firstSeen);
    assert.is(judgement.verdict, "new");
    const names = new Set(chance?.firstSeenNames);
    assert.ok(planted.every((index) => names.has(`test ${index}`)));
  });
}

test.run();
