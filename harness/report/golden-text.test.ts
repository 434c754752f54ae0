import { test } from "uvu";
import * as assert from "uvu/assert";
import type { UncrashedFinding } from "../model/verdict.js";
import { goldenLines, uncrashedText, type GoldenShown } from "./golden-text.js";

const shown: GoldenShown = {
  ...{ writeCount: 12, lineCount: 3, durationMs: 250, deterministic: true },
  ...{ writesByStep: { check: 0, copy: 12 }, work: [], notices: [], findings: [] },
};
const fat: UncrashedFinding = {
  ...{ checker: "fsck", class: "needs repair", place: "EFI System", message: "exit 1" },
  known: false,
};

test("what stands above all crashes", () => {
  assert.equal(goldenLines(shown, "a scenario"), [
    "two uninterrupted runs: 12 writes, 3 lines, 250 ms recorded",
    "writes by step: check 0, copy 12",
  ]);
  const uneven = goldenLines({ ...shown, deterministic: false }, "a scenario");
  assert.match(uneven[0] ?? "", /recorded, not the same both times$/);
});

test("what they do, what there is to know, and what is wrong with them", () => {
  const work = ["P3: resized from 2 MiB to 1 MiB", "P4: is new, 1 MiB"];
  const notices = ["no xfs_repair here"];
  const lines = goldenLines({ ...shown, work, notices, findings: [fat] }, "any command");
  assert.equal(lines.slice(2), [
    "what they do:",
    "  P3: resized from 2 MiB to 1 MiB",
    "  P4: is new, 1 MiB",
    "notice: no xfs_repair here",
    "needs repair, without a crash, EFI System, seen by fsck: exit 1",
  ]);
});

test("a long list of what they do is cut short, and it is said how much more there is", () => {
  const work = Array.from({ length: 25 }, (_, index) => `P${index}: is new`);
  const lines = goldenLines({ ...shown, work }, "a scenario");
  assert.is(lines.length, 2 + 1 + 20 + 1);
  assert.is(lines.at(-1), "  and 5 more");
});

test("how to say that what was lost was meant is said once, with what is enough for all", () => {
  const lost: UncrashedFinding = { ...fat, class: "silently lost", expects: ["gone: it's mine"] };
  const other = { ...lost, expects: ["changed: /b", "gone: P4"] };
  const lastOf = (findings: UncrashedFinding[], what: "any command" | "a scenario") =>
    goldenLines({ ...shown, findings }, what).slice(2 + findings.length);
  assert.equal(lastOf([lost, other, fat], "any command"), [
    "if what was lost was meant to go, add " +
      `--expects 'gone: it'\\''s mine, P4' --expects 'changed: /b'`,
  ]);
  assert.equal(lastOf([other], "a scenario"), [
    'if what was lost was meant to go, add "expects": ["gone: P4","changed: /b"] to the scenario',
  ]);
  assert.equal(lastOf([lost, { ...lost, expects: ["wipe"] }], "any command"), [
    "if what was lost was meant to go, add --expects wipe",
  ]);
  assert.equal(lastOf([fat, { ...lost, known: true }], "any command"), []);
});

test("one that is listed as known says so", () => {
  const text = uncrashedText({ ...fat, known: true });
  assert.is(text, "needs repair, without a crash, known, EFI System, seen by fsck: exit 1");
});

test.run();
