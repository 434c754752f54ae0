import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { waitForOtherTick } from "./clock-ticks.js";

test("it is waited for to the end of the step in which the run has ended", () => {
  assert.is(waitForOtherTick(1000, 5150, 5200), 820);
  assert.is(waitForOtherTick(2000, 5150, 5200), 820);
  assert.is(waitForOtherTick(2000, 6150, 6200), 1820);
  assert.is(waitForOtherTick(1000, 5950, 6100), 0);
});

test("no stamp of the second run is one of the first, however fast each of them goes", () => {
  const time = fc.integer({ min: 1_000_000, max: 1_010_000 });
  const length = fc.integer({ min: 0, max: 5000 });
  fc.assert(
    fc.property(
      ...[fc.constantFrom(1000, 2000), time, length, length, length, length],
      (step, began, took, late, phase, otherPhase) => {
        const ended = began + took;
        const now = ended + late;
        const again = now + waitForOtherTick(step, ended, now);
        const [one, other] = [Math.min(began + phase, ended), again + otherPhase];
        assert.ok(Math.floor(one / step) < Math.floor(other / step));
      },
    ),
  );
});

test.run();
