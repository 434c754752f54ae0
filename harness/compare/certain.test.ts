import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compareRuns } from "./compare-runs.js";
import type { ComparedCase, ComparedRun } from "./compared-run.js";
import { crashCase, crashRun, testCase, testRun, upTo } from "./made-runs.samples.js";

const held = upTo(50).map((index) => crashCase(`w${index}`));
const before = crashRun("before", held);

function verdictOf(now: ComparedRun, ...parents: readonly ComparedRun[]): string {
  return compareRuns(now, parents).judgement.verdict;
}

function withCase(changed: ComparedCase): ComparedRun {
  return crashRun("now", [...held.filter(({ id }) => id !== changed.id), changed]);
}

test("one case that held and is violated is new, with no statistics", () => {
  const { judgement, certain } = compareRuns(withCase(crashCase("w7", ["lost"])), [before]);
  assert.is(judgement.verdict, "new");
  assert.match(judgement.reasons[0] ?? "", "same id: 1; chance has no part");
  assert.equal(certain.came, [{ text: "lost", ids: ["w7"], elsewhere: false }]);
});

test("the other way round it is gone", () => {
  const after = withCase(crashCase("w7", ["lost"]));
  const { judgement, certain } = compareRuns(before, [after]);
  assert.is(judgement.verdict, "gone");
  assert.equal(certain.went, [{ text: "lost", ids: ["w7"], elsewhere: false }]);
});

test("another finding of a case that was violated is new, and one seen elsewhere says so", () => {
  const one = crashRun("one", [crashCase("w1", ["a"]), crashCase("w2", ["b"])]);
  const two = crashRun("two", [crashCase("w1", ["a", "b"]), crashCase("w2", ["b"])]);
  assert.equal(compareRuns(two, [one]).certain.came, [{ text: "b", ids: ["w1"], elsewhere: true }]);
  assert.is(verdictOf(two, one), "new");
});

test("a target that is not the same each time leaves one such case undecided", () => {
  const now = { ...withCase(crashCase("w7", ["lost"])), repeatable: false };
  const { judgement } = compareRuns(now, [before]);
  assert.is(judgement.verdict, "undecided");
  assert.match(judgement.reasons.join(), "kinds of findings never seen before: 1");
});

test("a case in which parents differ is not certain", () => {
  const broken = withCase(crashCase("w7", ["lost"]));
  const { certain, judgement } = compareRuns({ ...broken, name: "again" }, [before, broken]);
  assert.not(certain.ids.has("w7"));
  assert.is(judgement.verdict, "noise");
});

test("other options, scenarios or targets are named, and leave it undecided", () => {
  const setting = (value: string) => ({ setting: { scenario: value } });
  const now = crashRun("now", [crashCase("x1", ["lost"])], setting("resize"));
  const { judgement } = compareRuns(now, [crashRun("before", held, setting("prove"))]);
  assert.equal(judgement, {
    verdict: "undecided",
    reasons: ["scenario: resize now, prove before"],
  });
});

test("cases with the same id are compared even where options differ", () => {
  const now = { ...withCase(crashCase("w7", ["lost"])), setting: { "option points": "all" } };
  assert.is(verdictOf(now, before), "new");
});

test("a kind that is seen first in a few drawn cases is undecided, in many it is new", () => {
  const drawn = (name: string, violated: number) =>
    crashRun(
      name,
      upTo(200).map((index) => crashCase(`${name} ${index}`, index < violated ? ["lost"] : [])),
    );
  assert.is(verdictOf(drawn("now", 2), drawn("before", 0)), "undecided");
  assert.is(verdictOf(drawn("now", 12), drawn("before", 0)), "new");
  assert.is(verdictOf(drawn("now", 0), drawn("before", 12)), "gone");
  assert.is(verdictOf(drawn("now", 12), drawn("before", 10)), "noise");
  assert.is(verdictOf(drawn("now", 0), drawn("before", 0)), "same");
});

test("an empty run, and tests that no parent has, are undecided", () => {
  assert.is(verdictOf(crashRun("now", []), before), "undecided");
  const passed = upTo(20).map((index) => testCase(`t${index}`, "passed"));
  const parent = testRun("parent", passed);
  assert.is(
    verdictOf(testRun("now", [...passed, testCase("fresh", "failed")]), parent),
    "undecided",
  );
  assert.is(verdictOf(testRun("now", [testCase("other", "passed")]), parent), "undecided");
  assert.is(verdictOf(testRun("now", passed.slice(0, 10)), parent), "undecided");
  assert.is(verdictOf(testRun("now", passed.slice(1)), parent), "same");
});

test("a flaky test of a parent did not fail first", () => {
  const parent = testRun("parent", [testCase("t1", "flaky"), testCase("t2", "passed")]);
  const now = testRun("now", [testCase("t1", "failed"), testCase("t2", "passed")]);
  assert.equal(compareRuns(now, [parent]).chance?.firstSeenNames, []);
});

const outcome = fc.constantFrom<ComparedCase["outcome"]>("passed", "passed", "failed", "flaky");
const anyRun = (name: string) =>
  fc.array(outcome, { minLength: 30, maxLength: 30 }).map((outcomes) =>
    testRun(
      name,
      outcomes.map((each, index) => testCase(`t${index}`, each)),
    ),
  );

test("a run like its parent is never new, and the order of parents does not matter", () => {
  fc.assert(
    fc.property(anyRun("now"), anyRun("one"), anyRun("two"), anyRun("three"), (now, ...parents) => {
      assert.is(verdictOf(now, { ...now, name: "again" }), "same");
      const one = compareRuns(now, parents);
      const other = compareRuns(now, parents.toReversed());
      assert.equal(one.judgement, other.judgement);
      for (const { answer, side, adjusted = 0 } of one.chance?.worse ?? []) {
        const { p, exact } = answer[side];
        assert.ok(p >= exact && p >= 0 && p <= 1 && adjusted >= 0 && adjusted <= 1);
      }
    }),
  );
});

test.run();
