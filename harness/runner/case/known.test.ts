import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findingClasses, type Finding, type UncrashedFinding } from "../../model/verdict.js";
import type { CaseRecord, CutRecord, ViolatedRecord } from "../../store/records.js";
import { knownUncrashed } from "../golden/known-faults.js";
import { isKnown, knownEntry, notSeen } from "./known.js";
import type { KnownViolation } from "../../catalogue/scenario.js";

const cut = (step: string, region: string): CutRecord => ({
  ...{ point: { kind: "write", writes: 1, bytes: 0 }, write: 1, bytes: 0, line: 0, ofWrites: 2 },
  ...{ step, region, landed: "landed" },
});
const finding = (more: Partial<Finding> = {}): Finding => {
  const said = { checker: "fsck", class: "lost", place: "P3", message: "bad block 7" } as const;
  return { ...said, kill: 1, ...more };
};
const head = {
  ...{ version: 5 as const, id: "c1:s:t:1:w1@0000", index: 0, scenario: "s", target: "t" },
  ...{ seed: "1", model: "kill" as const, cuts: [cut("copy", "P9 P3: data")], resumes: 1 },
  ...{ targetMs: 1, checksMs: 1, harnessMs: 1 },
};
const record = (more: Partial<ViolatedRecord> = {}): CaseRecord => ({
  ...head,
  ...{ verdict: "violated", class: "lost", findings: [finding()], known: false },
  ...more,
});

const named = {
  target: "t",
  class: "lost",
  checker: "fsck",
  place: "P3",
  why: "so it is",
} as const;
const entry: Extract<KnownViolation, { step: string }> = {
  ...named,
  step: "copy",
  region: "P9 P3",
  message: "bad block",
};
const uncrashedEntry: KnownViolation = { ...named, without: "a crash" };

test("a violation that an entry explains is known", () => {
  assert.ok(isKnown(record(), [entry]));
  assert.ok(isKnown(record(), [{ ...named, step: "copy" }]), "any region and message");
  assert.ok(isKnown(record(), [{ ...entry, model: "kill" }]));
});

const others: readonly (readonly [string, Partial<typeof entry>])[] = [
  ["target", { target: "u" }],
  ["class", { class: "stuck" }],
  ["checker", { checker: "against golden" }],
  ["place", { place: "P" }],
  ["step", { step: "table" }],
  ["region", { region: "P1" }],
  ["message", { message: "bad inode" }],
  ["model", { model: "torn" }],
];
for (const [what, other] of others) {
  test(`an entry for another ${what} explains nothing`, () => {
    assert.not(isKnown(record(), [{ ...entry, ...other }]));
  });
}

test("an entry forgives exactly its class, its checker and its place", () => {
  const one = fc.record({
    class: fc.constantFrom(...findingClasses),
    checker: fc.constantFrom("fsck", "told", "against golden"),
    place: fc.constantFrom("P3", "P4", "P3 P4", ""),
  });
  fc.assert(
    fc.property(one, one, fc.boolean(), (found, listed, isUncrashed) => {
      const { target, why } = named;
      const isSame = JSON.stringify(found) === JSON.stringify(listed);
      const said = { ...found, message: "m" };
      if (isUncrashed) {
        const known: KnownViolation[] = [{ ...listed, target, why, without: "a crash" }];
        assert.is(knownUncrashed(said, known, "t"), isSame);
        return;
      }
      const known: KnownViolation[] = [{ ...listed, target, why, step: "copy" }];
      assert.is(isKnown(record({ findings: [{ ...said, kill: 1 }] }), known), isSame);
    }),
  );
});

test("each finding must be explained, by any entry", () => {
  const findings = [finding(), finding({ class: "diverged", message: "other" })];
  assert.not(isKnown(record({ findings }), [entry]));
  const second: KnownViolation = { ...entry, class: "diverged", message: "other" };
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

test("what is wrong without a crash is explained by an entry that says so, and by no other", () => {
  assert.ok(knownUncrashed(finding(), [uncrashedEntry], "t"));
  assert.not(knownUncrashed(finding(), [uncrashedEntry], "u"));
  assert.not(knownUncrashed(finding(), [entry], "t"));
  assert.not(isKnown(record(), [uncrashedEntry]));
  const worded: KnownViolation = { ...uncrashedEntry, message: "block 7" };
  assert.ok(knownUncrashed(finding(), [worded], "t"));
  assert.not(knownUncrashed(finding({ message: "bad inode" }), [worded], "t"));
});

test("entries that explained nothing are told, but not those of other targets", () => {
  const unused: KnownViolation = { ...entry, step: "table" };
  const foreign: KnownViolation = { ...entry, target: "u" };
  assert.equal(notSeen([record()], [], [entry, unused, foreign], "t"), [unused]);
  assert.equal(notSeen([], [], [entry, unused, foreign], "t"), [entry, unused]);
});

test("nor those of a crash model that was not run", () => {
  const torn: KnownViolation = { ...entry, model: "torn" };
  assert.equal(notSeen([record()], [], [torn], "t"), []);
  assert.equal(notSeen([record({ model: "torn", findings: [] })], [], [torn], "t"), [torn]);
});

test("an entry without a crash has shown up where the uninterrupted runs have it", () => {
  const uncrashed: UncrashedFinding = { ...finding(), known: true };
  assert.equal(notSeen([], [uncrashed], [uncrashedEntry], "t"), []);
  assert.equal(notSeen([record()], [], [uncrashedEntry], "t"), [uncrashedEntry]);
});

test.run();
