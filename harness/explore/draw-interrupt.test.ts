import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../model/prng.js";
import type { CrashPoint } from "../model/trace.js";
import { drawCrash, type DrawnCrashes } from "./draw-interrupt.js";

const kill: CrashPoint = { kind: "write", writes: 7, bytes: 0 };
const both: DrawnCrashes = { models: ["kill", "interrupt"], signals: ["INT", "HUP"], most: 2 };

/** What is drawn in so many cases. */
function drawn(drawn: DrawnCrashes, point = kill): CrashPoint[] {
  return Array.from({ length: 200 }, (_, n) => drawCrash(point, drawn, openStream("1", `${n}`)));
}

test("all models, signals and numbers of signals come up, at the place that was drawn", () => {
  const points = drawn(both);
  const interrupts = points.flatMap((point) => (point.kind === "interrupt" ? [point] : []));
  assert.equal([...new Set(points.map(({ kind }) => kind))].sort(), ["interrupt", "write"]);
  assert.equal([...new Set(interrupts.map(({ signal }) => signal))].sort(), ["HUP", "INT"]);
  assert.ok(interrupts.every(({ writes }) => writes === 7));
  const again = interrupts.flatMap(({ againAfter }) => againAfter ?? []);
  assert.ok(again.length > 0 && again.length < interrupts.length);
  assert.ok(Math.min(...again) === 1 && Math.max(...again) > 20);
});

test("one signal is one, and at a line there is but a kill", () => {
  const once = drawn({ ...both, models: ["interrupt"], most: 1 });
  assert.ok(once.every((point) => point.kind === "interrupt" && point.againAfter === undefined));
  const line: CrashPoint = { kind: "line", line: 3 };
  assert.ok(drawn({ ...both, models: ["interrupt"] }, line).every((point) => point === line));
});

test.run();
