import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CaseRecord } from "../../store/records.js";
import type { WorkShown } from "./parity-outcome.js";
import { askedWords, isShown } from "./parity-shows.js";

const record = (landed: string) =>
  ({
    cuts: [{ landed, disk: { destinations: [{ partition: "IMGA", state: "partial" }] } }],
  }) as unknown as CaseRecord;

function replay(...layouts: string[][]): WorkShown {
  const story = { record: record("landed"), layouts };
  return { kind: "replay", result: { verdict: "held", undecided: [], story } };
}

function cases(...records: CaseRecord[]): WorkShown {
  const result = { verdict: "held", undecided: [], records, golden: undefined } as const;
  return { kind: "cases", result };
}

test("layouts: one line of each stage, in their order", () => {
  const asked = { layouts: ["unfinished$", "EFI$"] };
  assert.ok(isShown(asked, replay(["1 BOOT", "2 unfinished"], ["2 EFI"])));
  assert.not(isShown(asked, replay(["2 EFI"], ["2 unfinished"])));
  assert.not(isShown(asked, replay(["2 unfinished"])));
  assert.not(isShown(asked, cases(record("landed"))));
});

test("destinations: seen at a kill that landed", () => {
  assert.ok(isShown({ destinations: ["IMGA"] }, cases(record("landed"))));
  assert.not(isShown({ destinations: ["IMGA"] }, cases(record("late"))));
  assert.not(isShown({ destinations: ["IMGA", "IMGB"] }, cases(record("landed"))));
  assert.not(isShown({ destinations: ["IMGA"] }, { kind: "not run", why: "late" }));
});

test("what is asked for can be told", () => {
  assert.is(askedWords({ destinations: ["IMGA", "IMGB"] }), "copies into IMGA, IMGB");
  assert.is(askedWords({ layouts: ["a", "b"] }), "layouts with /a/, then /b/");
});

test.run();
