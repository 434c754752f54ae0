import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CrashModel, CrashPoint } from "../../model/trace.js";
import type { GoldenSummary } from "../../runner/workers/messages.js";
import { PlannedOrders } from "./planned-orders.js";

const points = [1, 2, 3].map((writes): CrashPoint => ({ kind: "write", writes, bytes: 0 }));

function golden(writeCount: number, kills: GoldenSummary["kills"] = "made"): GoldenSummary {
  const plan = { points: points.slice(0, writeCount), liveWrites: [1] };
  return { writeCount, kills, planned: { kind: "changes", plan, flushes: [] } } as never;
}

for (const depth of [1, 2]) {
  for (const model of ["kill", "power"] satisfies CrashModel[]) {
    test(`depth ${depth}, ${model}: as many are planned as are ordered`, () => {
      for (const writeCount of [0, 1, 3]) {
        const orders = new PlannedOrders({
          ...{ models: [model], devices: [], seed: "1", depth, nested: "", flushes: false },
        });
        const made = golden(writeCount);
        let count = 0;
        while (orders.at(count, made) !== undefined) count += 1;
        assert.is(orders.count(made), count);
      }
    });
  }
}

test.run();
