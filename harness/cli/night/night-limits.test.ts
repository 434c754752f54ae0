import { test } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "../../model/errors.js";
import { limitMsFrom, untilFrom } from "./night-limits.js";

test("hours, also parts of them", () => {
  assert.is(limitMsFrom("8"), 28_800_000);
  assert.is(limitMsFrom("0.5"), 1_800_000);
  for (const text of ["0", "-1", "8h", "1e3", ""]) {
    assert.throws(
      () => limitMsFrom(text),
      (error: unknown) => error instanceof UsageError,
      text,
    );
  }
});

test("the next such time of day", () => {
  const evening = new Date(2026, 10, 28, 22, 30);
  assert.equal(untilFrom("07:00", evening), new Date(2026, 10, 29, 7, 0));
  assert.equal(untilFrom("23:05", evening), new Date(2026, 10, 28, 23, 5));
  assert.equal(untilFrom("22:30", evening), new Date(2026, 10, 29, 22, 30));
  for (const text of ["24:00", "7:60", "7", "07.00"]) {
    assert.throws(
      () => untilFrom(text, evening),
      (error: unknown) => error instanceof UsageError,
    );
  }
});

test.run();
