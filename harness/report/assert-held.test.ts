import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CaseRecord } from "../store/records.js";
import { assertHeld, type JudgedRun } from "./assert-held.js";

const held: JudgedRun = { verdict: "held", undecided: [], failures: [] };

function failure(index: number): JudgedRun["failures"][number] {
  const id = `c1:resize:reference:1:w${index}@0000`;
  const finding = { checker: "fsck", class: "lost", place: "P3", message: "x", kill: 0 };
  const record = { index, id, verdict: "violated", class: "lost", findings: [finding] };
  return {
    record: { ...record, cuts: [], known: false } as unknown as CaseRecord,
    replayCommand: `crashpoint replay ${id}`,
  };
}

/** The message of what it throws. */
function messageFor(result: JudgedRun): string {
  try {
    assertHeld(result);
  } catch (error) {
    const { name, message } = error as Error;
    assert.is(name, "AssertionError");
    return message;
  }
  return "";
}

test("what held throws nothing", () => {
  assert.is(messageFor(held), "");
});

test("violated: the failure blocks, a few of many", () => {
  const failures = [1, 2, 3, 4, 5].map(failure);
  const message = messageFor({ ...held, verdict: "violated", failures });
  assert.match(message, /^case 1 violated \(lost\)\n {2}lost, P3, seen by fsck after/);
  assert.match(message, "crashpoint replay c1:resize:reference:1:w3@0000\n\nand 2 more failing");
  assert.is(message.includes("w4"), false);
});

test("violated with no case: what the uninterrupted run does wrong", () => {
  const finding = {
    checker: "told",
    class: "diverged",
    place: "what it says",
    message: "x",
    known: false,
  } as const;
  const message = messageFor({ ...held, verdict: "violated", golden: { findings: [finding] } });
  assert.is(message, "diverged, without a crash, what it says, seen by told: x");
});

test("undecided: why", () => {
  const message = messageFor({ ...held, verdict: "undecided", undecided: ["no case was run"] });
  assert.is(message, "undecided: no case was run");
});

test("a run, or a promise of its result, is told from a result", () => {
  for (const wrong of [undefined, null, {}, Promise.resolve(held), { done: held }]) {
    assert.throws(
      () => assertHeld(wrong as never),
      (error: Error) => error instanceof TypeError && /await run\.done/.test(error.message),
    );
  }
});

test.run();
