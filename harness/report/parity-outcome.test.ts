import { test } from "uvu";
import * as assert from "uvu/assert";
import { outcomeOf } from "./parity-outcome.js";

const id = "c1:parity/grow:reference:1:w7@54dc 1.4 s";
const fat = "wrong without any crash: fsck: EFI System: exit 1: DISK";

test("held, with what is known and what an uninterrupted run does wrong", () => {
  const printed = [
    fat,
    `case 0 held (recovered) ${id}`,
    `case 1 violated, known (unbootable at the crash) ${id}`,
    "2 cases in 9.4 s: 1 held, 0 violated, 1 violated as known, 0 undecided",
  ].join("\n");
  assert.equal(outcomeOf(0, printed), {
    result: "held",
    words: "held 1 of 2; violated as known: 1 x unbootable at the crash",
    classes: [],
    wrong: ["fsck"],
  });
});

test("block counts checks", () => {
  const printed = "2 checks: 2 held, 0 violated, 0 undecided, 0 not run";
  assert.is(outcomeOf(0, printed).words, "held 2 of 2");
});

test("a replay has no total", () => {
  assert.equal(outcomeOf(1, "case 0 violated (stuck)\n  stuck, seen by told").classes, ["stuck"]);
  assert.is(outcomeOf(0, "held: recovered").words, "held");
});

test("the classes of violated cases, each case counted once", () => {
  const printed = [0, 1]
    .flatMap((index) => [
      `case ${index} violated (data lost) ${id}`,
      `case ${index} violated (data lost)`,
    ])
    .join("\n");
  const { result, words, classes } = outcomeOf(1, printed);
  assert.equal([result, words, classes], ["violated", "violated: 2 x data lost", ["data lost"]]);
});

test("a target that leaves no case can be wrong all the same", () => {
  const { words, classes } = outcomeOf(1, "wrong without any crash: told: expected it to refuse");
  assert.is(words, "violated: 1 x wrong without any crash");
  assert.equal(classes, ["wrong without any crash"]);
});

test("a reason that was broken into lines is put together", () => {
  const printed = [
    "0 cases in 7.7 s: 0 held, 0 violated, 0 violated as known, 0 undecided",
    "Notices:",
    "  undecided: the uninterrupted run failed: it exited with 1. It said: P3: 56/6656 files",
    "  (1.8% non-contiguous)",
    "seed 1, results in results/x",
  ].join("\n");
  const { result, words } = outcomeOf(2, printed);
  assert.is(result, "undecided");
  assert.match(
    words,
    /^undecided: the uninterrupted run failed: .* files \(1\.8% non-contiguous\)$/,
  );
  assert.is(outcomeOf(2, `case 3 undecided (fsck broke) ${id}`).words, "undecided: fsck broke");
});

test("what was not run says why", () => {
  assert.is(
    outcomeOf(2, "not run: loop devices need root").words,
    "not run: loop devices need root",
  );
  const missing = outcomeOf(254, "error: target partitionresizer is missing");
  assert.equal(
    [missing.result, missing.words],
    ["not run", "not run: target partitionresizer is missing"],
  );
  assert.is(outcomeOf(null, "").words, "not run: exit code none");
});

test.run();
