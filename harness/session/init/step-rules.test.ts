import { test } from "uvu";
import * as assert from "uvu/assert";
import { stepsSeenIn } from "./step-rules.js";

test("a step begins with each kind of line after which something is written", () => {
  const seen = stepsSeenIn([
    { text: "looking (v1.2)", writes: 0 },
    { text: "copying block 1 of {disk}", writes: 2 },
    { text: "copying block 22 of {disk}", writes: 1 },
    { text: "done? [yes]", writes: 1 },
  ]);
  assert.equal(seen, {
    stepNames: ["start", "copying-block-of", "done-yes"],
    steps: [
      { line: "^copying block \\d+ of \\S+", step: "copying-block-of" },
      { line: "^done\\? \\[yes\\]", step: "done-yes" },
    ],
    leftOut: 0,
  });
  for (const { line } of seen.steps) new RegExp(line);
});

test("each rule matches the line that it was made of", () => {
  for (const text of ["a {3} (b) [c] $d ^e |f. *+?\\ /g", "Pass 1: {disk}"]) {
    const [rule] = stepsSeenIn([{ text, writes: 1 }]).steps;
    assert.match(text.replace("{disk}", "/dev/sda"), new RegExp(rule?.line ?? "$^"));
  }
});

test("where nothing is written after any line, each line begins a step", () => {
  const { stepNames } = stepsSeenIn([
    { text: "one", writes: 0 },
    { text: "two", writes: 0 },
  ]);
  assert.equal(stepNames, ["start", "one", "two"]);
});

test("names are distinct, lines without letters are no steps, what is left out is counted", () => {
  assert.equal(
    stepsSeenIn([
      { text: "start", writes: 1 },
      { text: "----", writes: 1 },
      { text: "Copy A.", writes: 1 },
      { text: "Copy A!", writes: 1 },
    ]).stepNames,
    ["start", "start-2", "copy-a", "copy-a-2"],
  );
  const many = Array.from({ length: 15 }, (_, index) => ({
    text: `phase ${"x".repeat(index + 1)}`,
    writes: 1,
  }));
  assert.is(stepsSeenIn(many).leftOut, 3);
});

test.run();
