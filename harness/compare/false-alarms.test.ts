import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../model/prng.js";
import { compareRuns } from "./compare-runs.js";
import type { ComparedRun } from "./compared-run.js";
import { level } from "./correct.js";
import { crashCase, crashRun, million, runOf, upTo, type MadeTest } from "./made-runs.samples.js";

// How often a comparison cries wolf, in simulated runs in which nothing has changed; and whether it
// finds what was planted. Seeded: the same on each machine.

const simulationCount = 1000;
/** Three standard deviations of the share of so many simulations. */
const margin = 3 * Math.sqrt((level * (1 - level)) / simulationCount);

/** Tests that always fail, flaky ones, and some that hardly ever fail. */
const flaky: readonly MadeTest[] = upTo(120).map((index) => ({
  id: `test ${index}`,
  part: `suite ${index % 6}`,
  failsPerMillion: index < 10 ? million : index < 40 ? 150_000 : 8_000,
}));

/** The same where each run has luck of its own: the machine is slow, and all flaky tests fail. */
function luckyRun(seed: string): ComparedRun {
  const luck = openStream(seed, "luck").integer(20, 220);
  const changed = flaky.map((each) => ({
    ...each,
    failsPerMillion: Math.min(million, Math.round((each.failsPerMillion * luck) / 100)),
  }));
  return runOf(changed, seed);
}

/** Crashes that were drawn by chance, of a target that fails one in ten, in two ways. */
function drawnCrashes(seed: string, { a, b } = { a: 7, b: 10 }): ComparedRun {
  const stream = openStream(seed, "crashes");
  const cases = upTo(80).map((index) => {
    const draw = stream.integer(1, 100);
    const findings = draw <= a ? ["a"] : draw <= b ? ["b"] : [];
    return crashCase(`${seed} ${index}`, findings, stream.pick(["copy", "shrink", "table"]));
  });
  return crashRun(seed, cases);
}

function shares(run: (seed: string) => ComparedRun, parentCount: number) {
  const counts = { new: 0, undecided: 0, gone: 0, noise: 0, same: 0 };
  for (const index of upTo(simulationCount)) {
    const parents = upTo(parentCount).map((parent) => run(`${index} parent ${parent}`));
    counts[compareRuns(run(`${index} now`), parents).judgement.verdict] += 1;
  }
  return counts;
}

for (const [what, run] of Object.entries({
  "a flaky suite": (seed: string) => runOf(flaky, seed),
  "a suite of which some runs are bad": luckyRun,
  "crashes drawn by chance": (seed: string) => drawnCrashes(seed),
})) {
  for (const parentCount of [1, 6]) {
    test(`${what}, ${parentCount} parents: hardly more wrong alarms than ${level}`, () => {
      const counts = shares(run, parentCount);
      console.log(what, parentCount, counts);
      assert.ok(counts.new / simulationCount < level + margin, JSON.stringify(counts));
    });
  }
}

const detections = 200;

function found(run: (seed: string) => ComparedRun, worse: (seed: string) => ComparedRun): number {
  const verdicts = upTo(detections).map((index) => {
    const parents = upTo(6).map((parent) => run(`${index} parent ${parent}`));
    return compareRuns(worse(`${index} now`), parents).judgement.verdict;
  });
  return verdicts.filter((verdict) => verdict === "new").length;
}

test("ten tests that hardly ever failed, and now always do, are found in a flaky suite", () => {
  const broken = flaky.map((each, index) =>
    index < 110 ? each : { ...each, failsPerMillion: million },
  );
  const count = found(
    (seed) => runOf(flaky, seed),
    (seed) => runOf(broken, seed),
  );
  assert.ok(count > 0.95 * detections, `${count}`);
});

test("a target that fails one crash in three in place of one in ten is found", () => {
  const worse = (seed: string) => drawnCrashes(seed, { a: 20, b: 33 });
  const count = found(drawnCrashes, worse);
  assert.ok(count > 0.95 * detections, `${count}`);
});

test.run();
