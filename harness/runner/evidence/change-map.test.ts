import { test } from "uvu";
import * as assert from "uvu/assert";
import type { RecordedRun } from "../../model/recorded-run.js";
import type { ChangeEvent, TraceEvent } from "../../model/trace.js";
import { changeMapOf } from "./change-map.js";

const at = { pid: 1, timeUs: 0 };
const change = (number: number): TraceEvent => ({ kind: "write", number, ...at });
const said = (text: string): TraceEvent => ({ kind: "output", stream: "stdout", text, ...at });
const flush: TraceEvent = { kind: "flush", ...at };

const lines = { firstLine: 1, lastLine: 0 };

/** Changes 1 to 3 are in step one, 4 in step two. */
function runOf(trace: readonly TraceEvent[]): RecordedRun {
  const spans = [
    { step: "one", firstWrite: 1, lastWrite: 3, ...lines },
    { step: "two", firstWrite: 4, lastWrite: 9, ...lines },
  ];
  return { trace, traceBytes: Buffer.alloc(0), shape: { writeCount: 4, lineCount: 2, spans } };
}

const placeOf = ({ number }: ChangeEvent) =>
  ({ name: number < 3 ? "header" : "data", kind: "data" }) as const;
const area = { name: "P1", kind: "partition", startBytes: 0, endBytes: 99 } as const;
const inChart = (offsets: readonly number[]) => ({
  ...{ sizeBytes: 99, areas: [area] },
  locate: ({ number }: ChangeEvent) => {
    const startBytes = offsets[number - 1] ?? 0;
    return { startBytes, endBytes: startBytes + 8, area: 0 };
  },
});

test("changes that lie one behind the other, in one step and place, are one row", () => {
  const run = runOf([1, 2, 3, 4].map(change));
  const map = changeMapOf(run, { placeOf, chart: () => inChart([0, 8, 16, 24]) });
  const stretch = (offsetBytes: number) => ({ area: 0, offsetBytes, lengthBytes: 8 });
  assert.equal(map.rows, [
    { count: 2, step: 0, place: 0, stretch: stretch(0) },
    { count: 1, step: 0, place: 1, stretch: stretch(16) },
    { count: 1, step: 1, place: 1, stretch: stretch(24) },
  ]);
  assert.equal(map.steps, ["one", "two"]);
  assert.equal(map.chart, { sizeBytes: 99, areas: [area] });
});

test("one that lies elsewhere begins a row", () => {
  const map = changeMapOf(runOf([1, 2].map(change)), { placeOf, chart: () => inChart([0, 0]) });
  assert.equal(
    map.rows.map(({ count }) => count),
    [1, 1],
  );
});

test("a medium without offsets has rows by step and place alone, and no chart", () => {
  const run = runOf([1, 2, 3, 4].map(change));
  const map = changeMapOf(run, { placeOf, chart: () => undefined });
  assert.equal(
    map.rows.map(({ count, stretch }) => [count, stretch]),
    [
      [2, undefined],
      [1, undefined],
      [1, undefined],
    ],
  );
  assert.is(map.chart, undefined);
});

test("flushes and lines stand behind the changes that came before them", () => {
  const trace = [said("be"), change(1), flush, said("gin\nmore"), change(2), flush, flush];
  const map = changeMapOf(runOf(trace), { placeOf, chart: () => undefined });
  assert.equal(map.flushes, [1, 2, 2]);
  assert.equal(map.said, [
    { after: 1, text: "begin" },
    { after: 2, text: "more" },
  ]);
});

test("of very many or very long lines the first are kept, and the others counted", () => {
  const trace = [said(`${"x".repeat(1000)}\n`), said("y\n".repeat(1500))];
  const map = changeMapOf(runOf(trace), { placeOf, chart: () => undefined });
  assert.is(map.said[0]?.text, `${"x".repeat(300)} ...`);
  assert.equal([map.said.length, map.saidMore], [1000, 501]);
});

test.run();
