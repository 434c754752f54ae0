import { test } from "uvu";
import * as assert from "uvu/assert";
import { shapeOf, stepAt } from "./steps.js";
import type { TraceEvent } from "./trace.js";

const rules = [
  { line: "^begin copy", step: "copy" },
  { line: "^begin table", step: "table" },
];
const said = (text: string, stream: "stdout" | "stderr" = "stdout"): TraceEvent => ({
  kind: "output",
  stream,
  text,
  pid: 1,
  timeUs: 0,
});
const wrote = (number: number): TraceEvent => ({
  kind: "write",
  number,
  pid: 1,
  timeUs: 0,
});
const command: TraceEvent = { kind: "mark", text: "command 1", timeUs: 0 };

test("writes belong to the step that was last announced", () => {
  const trace = [command, said("hello\n"), wrote(1), said("begin copy\n"), wrote(2), wrote(3)];
  const shape = shapeOf(trace, "start", rules);
  assert.equal(shape.spans, [
    { step: "start", firstWrite: 1, lastWrite: 1, firstLine: 1, lastLine: 1 },
    { step: "copy", firstWrite: 2, lastWrite: 3, firstLine: 2, lastLine: 2 },
  ]);
  assert.is(stepAt(shape, { kind: "write", writes: 0, bytes: 0 }), "start");
  assert.is(stepAt(shape, { kind: "write", writes: 1, bytes: 0 }), "start");
  assert.is(stepAt(shape, { kind: "write", writes: 1, bytes: 7 }), "copy");
  assert.is(stepAt(shape, { kind: "write", writes: 3, bytes: 0 }), "copy");
  assert.is(stepAt(shape, { kind: "line", line: 2 }), "copy");
});

test("a line in pieces counts when it is complete, and the two outputs are not mixed", () => {
  const trace = [
    said("begin "),
    wrote(1),
    said("begin table\n", "stderr"),
    wrote(2),
    said("copy\n"),
    wrote(3),
  ];
  const steps = shapeOf(trace, "start", rules).spans.map(({ step }) => step);
  assert.equal(steps, ["start", "table", "copy"]);
});

test("a new command begins in the first step again", () => {
  const trace = [command, said("begin table\n"), wrote(1), command, wrote(2)];
  const steps = shapeOf(trace, "start", rules).spans.map(({ step }) => step);
  assert.equal(steps, ["table", "start"]);
});

test("a run that does nothing has no spans", () => {
  assert.equal(shapeOf([], "start", rules), { writeCount: 0, lineCount: 0, spans: [] });
});

test.run();
