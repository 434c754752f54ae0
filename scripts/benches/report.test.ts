import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatGroup, formatMarkdown, type GroupResult } from "./report.js";

const group: GroupResult = {
  rows: [
    { name: "shim", unit: "a second", values: [90_000, 98_000, 95_000], command: "dd" },
    { name: "nbdfuse", unit: "a second", values: [24_000], command: "dd" },
  ],
  verdicts: [
    { name: "shim / nbdfuse", value: 3.96, unit: "x", goal: "at least 3.5", reached: true },
    { name: "memory", value: 126, unit: "MiB", goal: "at most 100", reached: false },
  ],
  notRun: ["not run: nbdkit is missing"],
};

test("Markdown has the rows that are printed, goals too", () => {
  const lines = formatMarkdown([group]);
  assert.equal(lines, [
    "| what | median | min - max | goal |",
    "| --- | --- | --- | --- |",
    "| shim | 95,000 a second | 90,000 - 98,000 |  |",
    "| nbdfuse | 24,000 a second |  |  |",
    "| shim / nbdfuse | 3.96 x |  | at least 3.5 |",
    "| memory | 126 MiB |  | at most 100, **missed** |",
    "",
    "- not run: nbdkit is missing",
  ]);
  const printed = formatGroup("writes", group);
  for (const { name } of [...group.rows, ...group.verdicts]) assert.ok(printed.includes(name));
});

test.run();
