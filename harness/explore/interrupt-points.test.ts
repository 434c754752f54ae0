import { test } from "uvu";
import * as assert from "uvu/assert";
import type { WriteEvent } from "../model/trace.js";
import { interruptPoints } from "./interrupt-points.js";
import type { Place } from "./place.js";

/** Writes from 1 on, each to a region in a step: "copy FAT". */
function placesOf(words: readonly string[]): Place[] {
  return words.map((word, index) => {
    const [step = "", name = ""] = word.split(" ");
    const write: WriteEvent = {
      kind: "write",
      number: index + 1,
      change: "data",
      offsetBytes: 0,
      lengthBytes: 1,
      pid: 1,
      timeUs: 0,
      synchronous: false,
      recordAt: 0,
    };
    return { write, step, region: { name, kind: "data" } };
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
