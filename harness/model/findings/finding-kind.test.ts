import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Fault } from "../verdict.js";
import { findingKind } from "./finding-kind.js";

const fault: Fault = {
  ...{ checker: "told", class: "stuck", place: "exit code" },
  message:
    "expected the resume to succeed, but found each time: command 1 exited with 1, saying: " +
    "Scanning. On the disk: table: disk size: expected 2490368, found 1148176",
};

test("findings of one kind differ in what changes, and in what was seen of them", () => {
  const message = fault.message.replace("1148176", "9").replace("Scanning", "Number of ids 1");
  assert.is(findingKind({ ...fault, message }), findingKind(fault));
});

test("another class, checker, place or statement is another kind", () => {
  const changes: readonly Partial<Fault>[] = [
    { class: "lost" },
    { checker: "fsck" },
    { place: "P3" },
    { message: "the resume hung" },
  ];
  const kinds = changes.map((change) => findingKind({ ...fault, ...change }));
  assert.is(new Set([findingKind(fault), ...kinds]).size, 5);
});

test("P3 and P4 are two places, though digits do not count in texts", () => {
  const kinds = ["P3", "P4"].map((place) => findingKind({ ...fault, place }));
  assert.is.not(kinds[0], kinds[1]);
});

test.run();
