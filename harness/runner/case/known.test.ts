import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Finding } from "../../model/verdict.js";
import type { CaseRecord, CutRecord, ViolatedRecord } from "../../store/records.js";
import { isKnown, knownEntry, notSeen } from "./known.js";
import type { KnownViolation } from "../../catalogue/scenario.js";

const cut = (step: string, region: string): CutRecord => ({
  ...{ point: { kind: "write", writes: 1, bytes: 0 }, write: 1, bytes: 0, line: 0, ofWrites: 2 },
  ...{ step, region, landed: "landed" },
});
const finding = (more: Partial<Finding> = {}): Finding => {
  return { checker: "fsck", class: "lost", message: "P3: bad block", kill: 1, ...more };
};
const head = {
  ...{ version: 2 as const, id: "c1:s:t:1:w1@0000", index: 0, scenario: "s", target: "t" },
  ...{ seed: "1", model: "kill" as const, cuts: [cut("copy", "P9 P3: data")], resumes: 1 },
  ...{ targetMs: 1, checksMs: 1, harnessMs: 1 },
};
const record = (more: Partial<ViolatedRecord> = {}): CaseRecord => ({
  ...head,
  ...{ verdict: "violated", class: "lost", findings: [finding()], known: false },
  ...more,
});
const entry: KnownViolation = {
  target: "t",
  classes: ["lost", "stuck"],
  step: "copy",
  region: "P9 P3",
  message: "bad block",
  why: "it is copied in place",
};

test("a violation that an entry explains is known", () => {
  assert.ok(isKnown(record(), [entry]));
  const { target, classes, step, why } = entry;
  assert.ok(isKnown(record(), [{ target, classes, step, why }]), "any region and message");
});

const others: readonly (readonly [string, Partial<KnownViolation>])[] = [
  ["target", { target: "u" }],
  ["class", { classes: ["stuck"] }],
  ["step", { step: "table" }],
  ["region", { region: "P1" }],
  ["message", { message: "bad inode" }],
];
for (const [what, other] of others) {
  test(`an entry for another ${what} explains nothing`, () => {
    assert.not(isKnown(record(), [{ ...entry, ...other }]));
  });
}

test("each finding must be explained, by any entry", () => {
  const findings = [finding(), finding({ class: "diverged", message: "other" })];
  assert.not(isKnown(record({ findings }), [entry]));
  const second: KnownViolation = { ...entry, classes: ["diverged"], message: "other" };
  assert.ok(isKnown(record({ findings }), [entry, second]));
});

test("only a violated case can be known", () => {
  const nothing = { ...head, findings: [] as const, known: false as const };
  assert.not(isKnown({ ...nothing, verdict: "held", class: "recovered" }, [entry]));
  assert.not(isKnown({ ...nothing, verdict: "undecided", reason: "it came late" }, [entry]));
  assert.not(isKnown(record(), []));
});

test("a kill before the finding explains it, one after it does not", () => {
  const first = [cut("copy", "P9 P3: data"), cut("table", "primary header")];
  const last = [...first].reverse();
  const explained = (cuts: CutRecord[], kill: number) =>
    knownEntry(record({ cuts }), finding({ kill }), [entry]) === entry;
  assert.ok(explained(first, 1));
  assert.ok(explained(first, 2));
  assert.ok(explained(last, 2));
  assert.not(explained(last, 1));
  assert.ok(explained(last, 0), "after the last resume all kills count");
});

test("step and region must be those of one kill", () => {
  const cuts = [cut("copy", "P1"), cut("table", "P9 P3")];
  assert.not(isKnown(record({ cuts, findings: [finding({ kill: 0 })] }), [entry]));
});

test("entries that explained nothing are told, but not those of other targets", () => {
  const unused: KnownViolation = { ...entry, step: "table" };
  const foreign: KnownViolation = { ...entry, target: "u" };
  assert.equal(notSeen([record()], [entry, unused, foreign], "t"), [unused]);
  assert.equal(notSeen([], [entry, unused, foreign], "t"), [entry, unused]);
});

test.run();
