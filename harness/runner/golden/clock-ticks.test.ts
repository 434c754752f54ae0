import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { waitForOtherTick } from "./clock-ticks.js";

test("a short run is waited for to the end of its step", () => {
  assert.is(waitForOtherTick(1000, 5100, 5150, 5200), 820);
  assert.is(waitForOtherTick(2000, 5100, 5150, 5200), 820);
  assert.is(waitForOtherTick(2000, 6100, 6150, 6200), 1820);
});

test("a long one is waited for no longer than a step from its beginning", () => {
  assert.is(waitForOtherTick(1000, 5100, 9400, 9400), 0);
});

test("a stamp of the second run is never that of its twin in the first", () => {
  const time = fc.integer({ min: 1_000_000, max: 1_010_000 });
  const length = fc.integer({ min: 0, max: 5000 });
  fc.assert(
    fc.property(fc.constantFrom(1000, 2000), time, length, length, (step, began, took, late) => {
      const ended = began + took;
      const now = ended + late;
      const again = now + waitForOtherTick(step, began, ended, now);
      for (let phase = 0; phase <= took; phase += 50) {
        const stamps = [began, again].map((at) => Math.floor((at + phase) / step));
        assert.ok(stamps[0] !== stamps[1], `${step} ${began} ${took} ${late}: ${phase}`);
      }
    }),
  );
});

test.run();
