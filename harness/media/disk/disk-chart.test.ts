import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Region } from "../../layout/region.js";
import type { WriteEvent } from "../../model/trace.js";
import { DiskChart } from "./disk-chart.js";

const table = (startBytes: number, endBytes: number): Region => ({
  ...{ name: "primary header", kind: "table" },
  ...{ startBytes, endBytes },
});
const part = (partition: string, startBytes: number, endBytes: number): Region => ({
  ...{ name: `${partition}: data`, kind: "data", partition },
  ...{ startBytes, endBytes },
});
const free = (startBytes: number, endBytes: number): Region => ({
  ...{ name: "free space", kind: "free" },
  ...{ startBytes, endBytes },
});
const write = (offsetBytes: number): WriteEvent => ({
  ...{ kind: "write", number: 1, pid: 1, timeUs: 0, change: "data", offsetBytes, lengthBytes: 4 },
  ...{ synchronous: false, recordAt: 0 },
});

/** P1 shrinks from 20..60 to 20..40, and P2 is made behind it. */
const chart = new DiskChart(
  {
    before: [table(0, 10), table(10, 20), part("P1 A", 20, 60), free(60, 90), table(90, 100)],
    after: [
      ...[table(0, 10), table(10, 20), part("P1 A", 20, 30), part("P1 A", 30, 40)],
      ...[free(40, 50), part("P2 B", 50, 80), free(80, 90), table(90, 100)],
    ],
  },
  100,
);

const nameAt = (offset: number) => chart.areas[chart.locate(write(offset)).area]?.name;

test("neighbours of one name are one area, at its largest", () => {
  assert.equal(
    chart.areas.map(({ name, startBytes, endBytes }) => [name, startBytes, endBytes]),
    [
      ["partition table", 0, 20],
      ["P1 A", 20, 60],
      ["free space", 40, 50],
      ["P2 B", 50, 80],
      ["free space", 60, 90],
      ["partition table", 90, 100],
    ],
  );
});

test("a write is of what is there after the work, and else of what was there before", () => {
  assert.equal([5, 15, 25, 45, 55, 85, 95].map(nameAt), [
    ...["partition table", "partition table", "P1 A", "P1 A", "P2 B"],
    ...["free space", "partition table"],
  ]);
  assert.equal(chart.locate(write(55)), { startBytes: 55, endBytes: 59, area: 3 });
});

test.run();
