import { test } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "../model/errors.js";
import { linePoints } from "./line-points.js";
import { parsePoints } from "./point-filter.js";

const linesOf = (count: number, points?: string) =>
  linePoints(count, parsePoints(points), "7f3a").map(({ line }) => line);

test("a run that writes nothing is killed at each of its lines, or at a sample of them", () => {
  assert.equal(linesOf(4), [1, 2, 3, 4]);
  assert.equal(linesOf(0), []);
  const sample = linesOf(40, "sample=3");
  assert.equal(linesOf(40, "sample=3"), sample);
  assert.is(new Set(sample).size, 3);
  assert.ok(sample.every((line, index) => line > (sample[index - 1] ?? 0) && line <= 40));
});

test("it has no writes that could be asked for", () => {
  for (const points of [
    "gpt",
    "step=copy",
    "step-ends",
    "growing",
    "write=1..4",
    "sample=2,metadata",
  ]) {
    assert.throws(
      () => linesOf(4, points),
      (error: unknown) => error instanceof UsageError,
    );
  }
});

test.run();
