import { test } from "uvu";
import * as assert from "uvu/assert";
import type { UncrashedFinding } from "../../model/verdict.js";
import type { CaseRecord } from "../../store/records.js";
import { judgeRun, type RunFacts } from "./judge-run.js";

function record(change: object): CaseRecord {
  const cuts = [{ landed: "landed" }];
  const held = { id: "c1:x", verdict: "held", class: "recovered", known: false, cuts };
  return { ...held, ...change } as unknown as CaseRecord;
}

const held = record({});
const known = record({ verdict: "violated", class: "stuck", known: true });
const lost = record({ verdict: "violated", class: "lost" });
const open = record({ verdict: "undecided", reason: "a tool is missing" });

function judged(records: readonly CaseRecord[], change: Partial<RunFacts> = {}) {
  const usual = { uncrashed: [], notNested: [], strict: false, isEmptyShard: false } as const;
  return judgeRun({ ...usual, end: { kind: "complete" }, records, ...change });
}

test("held: some cases, also of known violations, and all that was planned or a budget", () => {
  assert.equal(judged([held, known]), { verdict: "held", undecided: [] });
  assert.is(judged([held], { end: { kind: "limit" } }).verdict, "held");
});

test("violated: a case that is not known, or any in a strict run", () => {
  assert.is(judged([held, lost, open]).verdict, "violated");
  assert.equal(judged([open, lost]).undecided, ["c1:x: a tool is missing"]);
  assert.is(judged([known], { strict: true }).verdict, "violated");
});

const sick: UncrashedFinding = {
  ...{ checker: "fsck", class: "needs repair", place: "P1", message: "bad FAT" },
  known: false,
};

test("undecided: the resume of a known violation was to be crashed, and could not be", () => {
  const notNested = ["c1:x: its resume could not be recorded, to be crashed: no tool"];
  assert.equal(judged([known], { notNested }), { verdict: "undecided", undecided: notNested });
});

test("violated: something is wrong without a crash, whatever the cases are", () => {
  assert.is(judged([], { uncrashed: [sick] }).verdict, "violated");
  assert.is(judged([held], { uncrashed: [sick] }).verdict, "violated");
  assert.is(judged([open], { uncrashed: [sick] }).verdict, "violated");
});

test("what is known without a crash makes no run red, but a strict one", () => {
  const uncrashed = [{ ...sick, known: true }];
  assert.is(judged([held, known], { uncrashed }).verdict, "held");
  assert.is(judged([], { uncrashed }).verdict, "undecided");
  assert.is(judged([held], { uncrashed, strict: true }).verdict, "violated");
  assert.is(judged([held], { uncrashed: [...uncrashed, sick] }).verdict, "violated");
});

test("undecided: no case, an open one, a kill that did not land, an end too early", () => {
  assert.equal(judged([]).undecided, ["no case was run"]);
  assert.equal(judged([], { isEmptyShard: true }), { verdict: "held", undecided: [] });
  assert.is(judged([held, open]).verdict, "undecided");
  const cuts = [{ landed: "landed" }, { landed: "late" }];
  assert.equal(judged([record({ ...known, cuts })]).undecided, ["c1:x: crash 2 was late"]);
  const cause = new Error("enough");
  for (const kind of ["stopped", "broke"] as const) {
    const { verdict, undecided } = judged([held], { end: { kind, cause } });
    assert.equal([verdict, undecided], ["undecided", ["ended early: enough"]]);
  }
  const end = { kind: "undecided", reason: "the base is sick" } as const;
  assert.is(judged([], { end }).undecided[0], "the base is sick");
});

test.run();
