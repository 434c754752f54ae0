import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  isAsExpected,
  parityLines,
  parityMarkdown,
  type RowShown,
  type ShownResult,
} from "./parity-table.js";

const held: ShownResult = {
  result: "held",
  words: "held 2 of 2",
  classes: [],
  wrong: [],
  shows: true,
};
const row = (expected: Partial<RowShown["expected"][string]> = {}): RowShown => ({
  point: "grow | shrink",
  scenario: "parity/grow",
  command: "explore --target {target}",
  expected: { real: { result: "held", wrong: [], why: "it is so", ...expected } },
});

test("where nothing is said, all must hold, and nothing may be wrong without a crash", () => {
  assert.ok(isAsExpected(row(), "reference", held));
  assert.not(isAsExpected(row(), "reference", { ...held, wrong: ["fsck"] }));
  assert.not(isAsExpected(row(), "reference", { ...held, shows: false }));
  assert.not(isAsExpected(row(), "reference", { ...held, result: "undecided" }));
});

test("what is expected must be just that", () => {
  const fat = row({ wrong: ["fsck"] });
  assert.ok(isAsExpected(fat, "real", { ...held, wrong: ["fsck"] }));
  assert.not(isAsExpected(fat, "real", held));
  const lost = row({ result: "violated", class: "lost" });
  const violated = { ...held, result: "violated" as const };
  assert.ok(isAsExpected(lost, "real", { ...violated, classes: ["lost"] }));
  assert.not(isAsExpected(lost, "real", { ...violated, classes: ["lost", "stuck"] }));
  assert.not(isAsExpected(lost, "real", { ...violated, classes: [] }));
  const sick = { ...violated, classes: ["lost"], wrong: ["fsck"] };
  assert.not(isAsExpected(lost, "real", sick));
  assert.not(isAsExpected(lost, "real", held));
  const open = row({ result: "undecided", reason: "exited with 1" });
  const undecided = { ...held, result: "undecided" as const };
  assert.ok(isAsExpected(open, "real", { ...undecided, words: "undecided: it exited with 1" }));
  assert.not(isAsExpected(open, "real", { ...undecided, words: "undecided: no e2fsck" }));
});

test("both forms have each point, with what is odd and why", () => {
  const undecided = "undecided: it failed. It said: much";
  const results = {
    real: { ...held, wrong: ["fsck"] },
    reference: { ...held, result: "undecided" as const, words: undecided },
  };
  const rows = [{ row: row({ wrong: ["fsck"] }), results }];
  const text = parityLines(rows, ["real", "reference"]).join("\n");
  assert.match(text, "grow | shrink (parity/grow)\n");
  assert.match(text, "    real: held 2 of 2; wrong without a crash: fsck [1]\n");
  assert.match(text, "    reference: undecided: it failed (NOT AS EXPECTED)\n");
  assert.match(text, "[1] it is so");
  assert.match(text, "0 of 1 points as expected");
  assert.equal(parityMarkdown(rows, ["real", "reference"]), [
    "| point | scenario | command | real | reference |",
    "| --- | --- | --- | --- | --- |",
    "| grow \\| shrink | `parity/grow` | `explore --target {target}` | held 2 of 2; wrong " +
      "without a crash: fsck [1] | undecided: it failed (NOT AS EXPECTED) |",
    "",
    "- [1] it is so.",
  ]);
});

test.run();
