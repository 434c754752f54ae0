import { test } from "uvu";
import * as assert from "uvu/assert";
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
  const usual = { end: { kind: "complete" }, endsWrong: false, strict: false } as const;
  return judgeRun({ ...usual, records, ...change });
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

test("violated: an uninterrupted run ends otherwise than asked, and that is not known", () => {
  assert.is(judged([], { endsWrong: true }).verdict, "violated");
  assert.is(judged([known], { endsWrong: true }).verdict, "held");
});

test("undecided: no case, an open one, a kill that did not land, an end too early", () => {
  assert.equal(judged([]).undecided, ["no case was run"]);
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
