import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { TimeBudget } from "./time-budget.js";

const hourMs = 3_600_000;

test("uninterrupted runs are ended when the time is up", async () => {
  const time = new TimeBudget(1, hourMs);
  await once(time.over, "abort");
  assert.is(time.leftMs, 0);
});

test("a case under way has the time of one run more", async () => {
  const time = new TimeBudget(1, hourMs);
  time.beginCases();
  await sleep(20);
  assert.equal([time.leftMs, time.over.aborted], [0, false]);
  time.stop();
  const short = new TimeBudget(1, 1);
  short.beginCases();
  await once(short.over, "abort");
});

test("no limit, and one beyond what a timer can count, ends nothing", async () => {
  for (const limitMs of [Infinity, 100 * 24 * hourMs]) {
    const time = new TimeBudget(limitMs, hourMs);
    time.beginCases();
    await sleep(5);
    assert.is(time.over.aborted, false);
    assert.ok(time.leftMs > 99 * 24 * hourMs);
    time.stop();
  }
});

test.run();
