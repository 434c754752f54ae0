import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { NightClock } from "./night-clock.js";
import { StillWatch } from "../run/still-watch.js";

const now = new Date("2026-11-28T23:00:00Z");

test("what earlier sittings took counts, against the time that there is in all", () => {
  const clock = new NightClock({ ms: 1000 }, 400, now);
  assert.ok(clock.leftMs <= 600 && clock.leftMs > 0);
  assert.is(new NightClock({ ms: 1000 }, 1000, now).leftMs, 0);
  assert.is(new NightClock({}, 1e9, now).leftMs, Infinity);
});

test("until a time of day: whatever was spent before, and nothing where it is past", () => {
  const until = "2026-11-28T23:00:01Z";
  const clock = new NightClock({ until }, 5e6, now);
  assert.ok(clock.leftMs <= 1000 && clock.leftMs > 500);
  assert.is(new NightClock({ until }, 0, new Date("2026-11-29T07:00:00Z")).leftMs, 0);
});

test("a run that stands still is told once, and again when it has moved", async () => {
  let told = 0;
  const watch = new StillWatch(30, () => (told += 1), 5);
  await sleep(150);
  assert.is(told, 1);
  watch.heard();
  await sleep(150);
  watch.stop();
  assert.is(told, 2);
  watch.heard();
  await sleep(60);
  assert.is(told, 2);
});

test.run();
