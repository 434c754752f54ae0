import { test } from "uvu";
import * as assert from "uvu/assert";
import { interruptPoints } from "./interrupt-points.js";
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
  const { points, leftOutCount } = interruptPoints(places, false);
  assert.equal(
    points.map(({ writes }) => writes),
    [1, 2, 4, 5, 6, 7],
  );
  assert.is(leftOutCount, 1);
});

test("where all are asked for, none is left out", () => {
  const { points, leftOutCount } = interruptPoints(places, true);
  assert.is(points.length, places.length);
  assert.is(leftOutCount, 0);
});

test.run();
