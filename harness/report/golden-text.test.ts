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
  assert.equal(goldenLines(shown), [
    "two uninterrupted runs: 12 writes, 3 lines, 250 ms recorded",
    "writes by step: check 0, copy 12",
  ]);
  const uneven = goldenLines({ ...shown, deterministic: false });
  assert.match(uneven[0] ?? "", /recorded, not the same both times$/);
});

test("what they do, what there is to know, and what is wrong with them", () => {
  const work = ["P3: resized from 2 MiB to 1 MiB", "P4: is new, 1 MiB"];
  const lines = goldenLines({ ...shown, work, notices: ["no xfs_repair here"], findings: [fat] });
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
  const lines = goldenLines({ ...shown, work });
  assert.is(lines.length, 2 + 1 + 20 + 1);
  assert.is(lines.at(-1), "  and 5 more");
});

test("one that is listed as known says so", () => {
  const text = uncrashedText({ ...fat, known: true });
  assert.is(text, "needs repair, without a crash, known, EFI System, seen by fsck: exit 1");
});

test.run();
