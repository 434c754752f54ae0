import { test } from "uvu";
import * as assert from "uvu/assert";
import type { BlockRow } from "../../model/proofs/block-row.js";
import type { UncrashedFinding } from "../../model/verdict.js";
import type { CaseRecord } from "../../store/records.js";
import { outcomeOf, type WorkShown } from "./parity-outcome.js";

type Cases = Extract<WorkShown, { kind: "cases" }>["result"];

const fat: UncrashedFinding = {
  checker: "fsck",
  class: "beyond repair",
  place: "EFI System",
  message: "exit 1",
  known: true,
};

const record = (verdict: string, name = "", known = false) =>
  ({ verdict, class: name, known }) as unknown as CaseRecord;

function cases(verdict: Cases["verdict"], change: Partial<Cases> = {}): WorkShown {
  const nothing = { undecided: [], records: [], golden: { findings: [] } };
  return { kind: "cases", result: { verdict, ...nothing, ...change } };
}

function replay(verdict: Cases["verdict"], shown: CaseRecord, undecided: string[] = []): WorkShown {
  return { kind: "replay", result: { verdict, undecided, story: { record: shown, layouts: [] } } };
}

function block(verdict: Cases["verdict"], rows: Partial<BlockRow>[]): WorkShown {
  return { kind: "block", result: { kind: "judged", verdict, rows: rows as BlockRow[] } };
}

test("held, with what is known and what an uninterrupted run does wrong", () => {
  const records = [
    record("held", "recovered"),
    record("violated", "unbootable at the crash", true),
  ];
  assert.equal(outcomeOf(cases("held", { records, golden: { findings: [fat, fat] } })), {
    result: "held",
    words: "held 1 of 2; violated as known: 1 x unbootable at the crash",
    classes: [],
    wrong: ["fsck"],
  });
});

test("the classes of violated cases that are not known", () => {
  const records = [
    record("violated", "lost"),
    record("violated", "lost"),
    record("violated", "stuck", true),
    record("held", "recovered"),
  ];
  const { result, words, classes } = outcomeOf(cases("violated", { records }));
  assert.equal([result, words, classes], ["violated", "violated: 2 x lost", ["lost"]]);
});

test("a target that leaves no case can be wrong all the same", () => {
  const golden = {
    findings: [{ ...fat, class: "diverged" as const, checker: "told", known: false }],
  };
  const { words, classes, wrong } = outcomeOf(cases("violated", { golden }));
  assert.is(words, "violated: 1 x diverged");
  assert.equal([classes, wrong], [["diverged"], ["told"]]);
});

test("undecided says why, on one line", () => {
  const undecided = ["the uninterrupted run failed. It said: a\n  b", "no case was run"];
  const { result, words } = outcomeOf(cases("undecided", { undecided, golden: undefined }));
  assert.is(result, "undecided");
  assert.is(words, "undecided: the uninterrupted run failed. It said: a b");
  assert.is(outcomeOf({ kind: "undecided", reason: "full" }).words, "undecided: full");
});

test("a replay has no total", () => {
  assert.is(outcomeOf(replay("held", record("held", "recovered"))).words, "held");
  assert.equal(outcomeOf(replay("violated", record("violated", "stuck"))).classes, ["stuck"]);
  const open = outcomeOf(replay("undecided", record("undecided"), ["fsck broke"]));
  assert.is(open.words, "undecided: fsck broke");
});

test("block counts checks, and says what is open", () => {
  const held = { names: "loop", result: "held" } as const;
  const stuck = { names: "nvme", result: "violated", class: "stuck" } as const;
  const open = { names: "loop", result: "undecided", detail: "it changes nothing" } as const;
  assert.is(outcomeOf(block("held", [held, held])).words, "held 2 of 2");
  assert.is(outcomeOf(block("violated", [held, stuck, stuck])).words, "violated: 2 x stuck");
  const { words } = outcomeOf(block("undecided", [open, { ...open, names: "nvme" }]));
  assert.is(words, "undecided: loop: it changes nothing; nvme: it changes nothing");
});

test("what was not run says why", () => {
  const noRoot = { kind: "not run", why: "loop devices need root" } as const;
  assert.is(outcomeOf({ kind: "block", result: noRoot }).words, "not run: loop devices need root");
  const late = outcomeOf({ kind: "not run", why: "no end within 600 s" });
  assert.equal([late.result, late.words], ["not run", "not run: no end within 600 s"]);
});

test.run();
