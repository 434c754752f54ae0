import { test } from "uvu";
import * as assert from "uvu/assert";
import { complaint, heldAt, violatedAt } from "./cases.samples.js";
import { FirstSeen } from "./first-seen.js";

test("a kind is told when it is first seen, and then no more", () => {
  const seen = new FirstSeen(96);
  const at = (write: number) => violatedAt(write, "disk: data", [complaint({}, write)]);
  assert.equal(seen.case(heldAt(1)), []);
  assert.equal(seen.case(at(7)), [
    "w7: stuck, exit code: expected the resume to succeed, but found each time: inode 7 is bad",
  ]);
  assert.equal(seen.case(at(8)), []);
  const other = violatedAt(9, "disk: data", [complaint({ class: "lost" }), complaint()]);
  assert.is(seen.case(other).length, 1);
});

test("what is known is only counted, and what takes no crash is told as such", () => {
  const seen = new FirstSeen(40);
  const known = { ...violatedAt(7, "disk: data", [complaint()]), known: true };
  assert.equal(seen.case(known), []);
  assert.equal(seen.uncrashed([{ ...complaint(), known: false }]), [
    "without a crash: stuck, exit code: ex...",
  ]);
});

test("the reasons of undecided cases are told once each, numbers aside", () => {
  const seen = new FirstSeen(96);
  const { class: _, ...held } = heldAt(3);
  const open = (count: number) => ({
    ...held,
    ...{ verdict: "undecided", reason: `it came ${count} ms late`, findings: [], known: false },
  });
  assert.equal(seen.case(open(5) as never), ["w3: undecided: it came 5 ms late"]);
  assert.equal(seen.case(open(6) as never), []);
});

test("many kinds are not all told at once", () => {
  const seen = new FirstSeen(96);
  const lines = Array.from({ length: 30 }, (_, index) =>
    seen.case(violatedAt(index + 1, "disk: data", [complaint({ place: `P${index}` })])),
  ).flat();
  assert.is(lines.length, 6);
  assert.is(lines.at(-1), "more than 5 kinds: the others are told at the end");
});

test.run();
