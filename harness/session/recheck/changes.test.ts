import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Fault } from "../../model/verdict.js";
import type { StoredJudgement } from "../../store/failures/failure-case.js";
import { changeBetween, changeOf, joined, noChange } from "./changes.js";

const fault = (place: string, message = "gone"): Fault => ({
  ...{ checker: "content", class: "lost", place, message },
});
const [p1, p2, p3] = [fault("P1"), fault("P2"), fault("P3")];

const stored = (crash: Fault[], end?: Fault[]): StoredJudgement => ({
  golden: { trace: "", findings: [], runs: ["", ""] },
  crashes: [{ landed: true, isToStay: false, findings: crash }],
  ...(end && { end: { state: "", told: { exitedZero: true, how: "" }, findings: end } }),
});

test("what is found now and was not has come, and the other way round", () => {
  assert.equal(changeBetween([p1, p2], [p2, p3]), { came: [p3], went: [p1] });
  assert.equal(changeBetween([p1, p1], [p1]), noChange);
});

test("a finding that says the same with other numbers is the same", () => {
  const [then, now] = [fault("P1", "3 of 36 files gone"), fault("P1", "4 of 36 files gone")];
  assert.equal(changeBetween([then], [now]), noChange);
});

test("a case has changed where a crash has, or its end", () => {
  const again = (crash: Fault[], end: Fault[]) =>
    ({ verdict: "judged", golden: [], crashes: [crash], end }) as const;
  assert.equal(changeOf(stored([p1], [p2]), again([p1], [p2])), noChange);
  assert.equal(changeOf(stored([p1], [p2]), again([], [p3])), { came: [p3], went: [p1, p2] });
});

test("an end that was not judged both times has not changed", () => {
  const again = { verdict: "judged", golden: [], crashes: [[p1]] } as const;
  assert.equal(changeOf(stored([p1], [p2]), again), noChange);
  assert.equal(changeOf(stored([p1]), { ...again, end: [p3] }), noChange);
});

test("of several changes each kind stands once", () => {
  const change = { came: [p1], went: [p2] };
  assert.equal(joined([change, change]), change);
});

test.run();
