import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseExpectation } from "../../model/expectation.js";
import { part, raw } from "../facts/facts.samples.js";
import { ExpectedLosses } from "./expected-losses.js";

const efi = part(1, "EFI System", raw("1"));
const data = part(4, "DATA", raw("1"));
const expecting = (...texts: string[]) => new ExpectedLosses(texts.map(parseExpectation));

/** What of a partition, and of a file in it, may happen. */
function allowed(expected: ExpectedLosses) {
  return [
    expected.partitionGoes(data),
    expected.contentChanges(data),
    expected.fileGoes("/log/old"),
    expected.fileChanges("/log/old"),
  ];
}

test("where nothing is said, nothing may be lost", () => {
  assert.equal(allowed(expecting()), [false, false, false, false]);
});

test("a wipe allows everything", () => {
  assert.equal(allowed(expecting("wipe")), [true, true, true, true]);
  assert.ok(expecting("gone: P1", "wipe").wipe);
});

test("a partition that goes takes its content with it, and one that changes stays", () => {
  assert.equal(allowed(expecting("gone: P4")), [true, true, false, false]);
  assert.equal(allowed(expecting("changed: DATA")), [false, true, false, false]);
  assert.not(expecting("gone: P4").partitionGoes(efi));
  assert.ok(expecting("changed: P3, EFI System").contentChanges(efi));
});

test("a file, or all in a folder, may go or change, and no other", () => {
  assert.equal(allowed(expecting("gone: /log/old")), [false, false, true, true]);
  assert.equal(allowed(expecting("changed: /log/old")), [false, false, false, true]);
  for (const folder of ["/log", "/log/"]) {
    assert.ok(expecting(`gone: ${folder}`).fileGoes("/log/old"));
    assert.not(expecting(`gone: ${folder}`).fileGoes("/logbook"));
  }
});

test.run();
