import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { inTurn, spread } from "./spread.js";

test("the ends of each class come first, then middles, each round in the old order", () => {
  const items = ["a0", "a1", "a2", "a3", "a4", "b0", "b1", "c0"];
  assert.equal(
    spread(items, (item) => item.slice(0, 1)),
    ["a0", "a4", "b0", "b1", "c0", "a2", "a1", "a3"],
  );
});

test("one of each class in turn", () => {
  const items = ["a0", "a1", "a2", "b0", "b1", "c0"];
  assert.equal(
    inTurn(items, (item) => item.slice(0, 1)),
    ["a0", "b0", "c0", "a1", "b1", "a2"],
  );
});

test("nothing is lost or added, and each class has begun within the first round", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (names) => {
      const items = names.map((name, index) => ({ name, index }));
      const order = spread(items, ({ name }) => String(name));
      assert.equal(
        order.map(({ index }) => index).sort((a, b) => a - b),
        items.map(({ index }) => index),
      );
      const classCount = new Set(names).size;
      const begun = new Set(order.slice(0, 2 * classCount).map(({ name }) => name));
      assert.is(begun.size, classCount);
    }),
  );
});

test.run();
