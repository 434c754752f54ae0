import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CaseOrder } from "../case/case-order.js";
import { Following } from "./following.js";

function orders(first: number, count: number): CaseOrder[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ kind: "explored", index: first + index, seed: "1", cuts: [] },
  }));
}

test("some of each case's orders are taken in turn, and each once", () => {
  const following = new Following();
  following.add(orders(0, 20));
  following.add([]);
  following.add(orders(100, 3));
  const taken: number[] = [];
  for (let next = following.next(); next !== undefined; next = following.next()) {
    taken.push(next.index);
  }
  assert.equal(taken.slice(0, 12), [0, 1, 2, 3, 4, 5, 6, 7, 100, 101, 102, 8]);
  assert.is(new Set(taken).size, 23);
  assert.is(following.next(), undefined);
});

test.run();
