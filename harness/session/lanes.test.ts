import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { inLanes } from "./lanes.js";

const { signal } = new AbortController();

test("results come in the order of the items, and no more than so many run at once", async () => {
  let [running, most] = [0, 0];
  const results = await inLanes([5, 1, 3, 0, 2], 2, signal, async (item) => {
    most = Math.max(most, (running += 1));
    await sleep(item);
    running -= 1;
    return item * 10;
  });
  assert.equal(results, [50, 10, 30, 0, 20]);
  assert.is(most, 2);
});

test("a failure ends it, after what was running has ended", async () => {
  const ended: number[] = [];
  const run = async (item: number): Promise<void> => {
    await sleep(item);
    if (item === 1) throw new Error("item 1 failed");
    ended.push(item);
  };
  try {
    await inLanes([1, 20, 30], 2, signal, run);
    assert.unreachable("it should have thrown");
  } catch (error) {
    assert.match(String(error), /item 1 failed/);
  }
  assert.equal(ended, [20]);
});

test.run();
