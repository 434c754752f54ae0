import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Epochs, type Keeping, type LossPosition } from "./epoch.js";
import { anyRun } from "./runs.samples.js";
import { sampleTrace, sampleWrite, type SampleStep } from "./trace.samples.js";

/** The numbers of the cached writes, found by walking through the run. */
function walk(steps: readonly SampleStep[], position: LossPosition, device: Keeping): number[] {
  let cached: number[] = [];
  let number = 0;
  for (const step of steps) {
    if (number === position.writes && !position.ended) break;
    if (step.kind === "flush") {
      cached = [];
      continue;
    }
    number += 1;
    if (step.kind !== "data" || step.synchronous !== true) cached.push(number);
    else if (device.ordered) cached = [];
  }
  return cached;
}

test("cached is what a walk through the run finds in the cache, at every position", () => {
  fc.assert(
    fc.property(anyRun, fc.boolean(), (steps, ordered) => {
      const { epochs } = sampleTrace(steps);
      const { length } = epochs.writes;
      const positions = Array.from({ length: length + 1 }, (_, writes) => ({
        writes,
        ended: false,
      }));
      for (const position of [...positions, { writes: length, ended: true }]) {
        const cached = epochs.cachedWrites(position, { ordered });
        assert.equal(
          cached.map(({ number }) => number),
          walk(steps, position, { ordered }),
        );
      }
    }),
  );
});

const steps: SampleStep[] = [
  sampleWrite(0, 512, "1"),
  { kind: "flush" },
  sampleWrite(512, 512, "2"),
  { ...sampleWrite(1024, 512, "3"), synchronous: true },
  sampleWrite(1536, 512, "4"),
  { kind: "flush" },
  { kind: "flush" },
];

function cachedAt(writes: number, ended: boolean, ordered: boolean): number[] {
  const { epochs } = sampleTrace(steps);
  return epochs.cachedWrites({ writes, ended }, { ordered }).map(({ number }) => number);
}

test("a flush counts once it is before the position", () => {
  assert.equal(cachedAt(0, false, false), []);
  assert.equal(cachedAt(1, false, false), [1]);
  assert.equal(cachedAt(2, false, false), [2]);
  assert.equal(cachedAt(4, false, false), [2, 4]);
  assert.equal(cachedAt(4, true, false), []);
});

test("a synchronous write makes itself durable, and on an ordered device those before it", () => {
  assert.equal(cachedAt(3, false, false), [2]);
  assert.equal(cachedAt(3, false, true), []);
  assert.equal(cachedAt(4, false, true), [4]);
});

test("flushes with nothing between them are one", () => {
  assert.equal(sampleTrace(steps).epochs.flushCounts, [1, 4]);
  assert.equal(new Epochs([]).flushCounts, []);
});

test.run();
