import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Fault } from "../verdict.js";
import { isSameFinding, leadingFinding, showsFinding } from "./same-finding.js";

const lost: Fault = {
  checker: "golden",
  class: "lost",
  place: "P3",
  message: "expected /a/b of 17 bytes, found none (process 812)",
};
const repair: Fault = { ...lost, class: "needs repair" };

test("what changes from run to run is no difference, words are", () => {
  const other = { ...lost, message: "expected /a/b of 1,024 bytes, found none (process 9)" };
  assert.ok(isSameFinding(lost, other));
  assert.not(isSameFinding(lost, { ...lost, message: "expected a file of 17 bytes, found two" }));
});

test("checker, class and place are told apart", () => {
  for (const change of [{ checker: "fsck" }, { class: "stuck" }, { place: "P4" }] as const) {
    assert.not(isSameFinding(lost, { ...lost, ...change }));
  }
});

test("the leading finding is the first of the worst class", () => {
  assert.is(leadingFinding([repair, lost]), lost);
});

test("a case with something worse shows something else", () => {
  assert.ok(showsFinding([repair, lost], lost));
  assert.not(showsFinding([repair, lost], repair));
  assert.ok(showsFinding([repair], repair));
});

test.run();
