import { test } from "uvu";
import * as assert from "uvu/assert";
import { interruptPoints, secondInterrupts } from "./interrupt-points.js";
import type { PlacedChange } from "./placed-change.js";

/** Changes from 1 on, each of a place in a step: "copy FAT". */
function placesOf(words: readonly string[]): PlacedChange[] {
  return words.map((word, index) => {
    const [step = "", name = ""] = word.split(" ");
    return { number: index + 1, step, place: { name, kind: "data" }, likeness: "data" };
  });
}

const places = placesOf(["a FAT", "a data", "a FAT", "a FAT", "b FAT", "b data", "b data"]);

test("the first and the last write of a step to a region are interrupted, in order", () => {
  const { points, leftOutCount } = interruptPoints(places, false, ["INT"]);
  assert.equal(
    points.map(({ writes }) => writes),
    [1, 2, 4, 5, 6, 7],
  );
  assert.is(leftOutCount, 1);
});

test("where all are asked for, none is left out", () => {
  const { points, leftOutCount } = interruptPoints(places, true, ["INT"]);
  assert.is(points.length, places.length);
  assert.is(leftOutCount, 0);
});

test("each signal is sent at each place, and each left out is counted", () => {
  const { points, leftOutCount } = interruptPoints(places, false, ["INT", "HUP"]);
  const signals = ["INT", "HUP"].flatMap((signal) => Array<string>(6).fill(signal));
  assert.equal(
    points.map(({ signal }) => signal),
    signals,
  );
  assert.is(leftOutCount, 2);
});

const first = { kind: "interrupt", writes: 3, signal: "TERM" } as const;

/** After which of so many later writes the signal comes again. */
function againAfter(later: readonly PlacedChange[], all: boolean) {
  const after = later.filter(({ number }) => number > first.writes);
  const { points, leftOutCount } = secondInterrupts(first, after, all);
  assert.ok(points.every(({ writes, signal }) => writes === 3 && signal === "TERM"));
  return [points.map((point) => point.againAfter), leftOutCount];
}

test("a second signal comes after each of a few later writes", () => {
  assert.equal(againAfter(placesOf(Array<string>(3 + 8).fill("a data")), false), [
    [1, 2, 3, 4, 5, 6, 7, 8],
    0,
  ]);
  assert.equal(againAfter(places.slice(0, 3), false), [[], 0]);
});

test("of many it comes at growing distances, and at the ends of each step and region", () => {
  const many = placesOf([...Array<string>(23).fill("a data"), "a FAT", "a data", "a data"]);
  assert.equal(againAfter(many, false), [[1, 2, 4, 8, 16, 21, 23], 16]);
  const [all, leftOutCount] = againAfter(many, true);
  assert.equal([(all as number[]).length, leftOutCount], [23, 0]);
});

test.run();
