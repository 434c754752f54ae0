import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../layout/byte-source.js";
import { destinationStates } from "./destinations.js";
import { goldenPageBytes as page, type Golden } from "./golden.js";
import { disk, goldenOf, goldenRun, part, raw } from "./facts/facts.samples.js";

const filled = (value: number) => Buffer.alloc(page, value);
const old = part(1, "OLD", raw("1"), { startingLba: 16, endingLba: 31 });
const copy = part(2, "COPY", raw("1"), { startingLba: 64, endingLba: 95 });
const base = bufferSource(Buffer.alloc(16 * page));
const facts = disk([old, copy]);
/** Golden has written pages 1 (a table), 8 and 9; the destination has pages 8 to 11. */
const pages = (last: number) =>
  new Map([
    [1, filled(1)],
    [8, filled(2)],
    [9, filled(last)],
  ]);
const golden = goldenOf(disk([old]), goldenRun(facts, [], pages(3)));

function states(written: Readonly<Record<number, number>>, expected: Golden = golden) {
  const whole = Buffer.alloc(16 * page);
  const changed = Object.entries(written).map(([index, value]) => {
    whole.fill(value, Number(index) * page, (Number(index) + 1) * page);
    return Number(index);
  });
  return destinationStates(expected, base, bufferSource(whole), changed).map(
    ({ partition, state }) => `${partition} ${state}`,
  );
}

test("nothing written yet is empty, also when other places are written", () => {
  assert.equal(states({}), ["COPY empty"]);
  assert.equal(states({ 1: 1, 2: 9, 7: 9, 12: 9 }), ["COPY empty"]);
});

test("some pages, or other bytes, are partial", () => {
  assert.equal(states({ 8: 2 }), ["COPY partial"]);
  assert.equal(states({ 8: 2, 9: 4 }), ["COPY partial"]);
  assert.equal(states({ 11: 7 }), ["COPY partial"]);
});

test("all pages as golden has them are complete, and one too many is not", () => {
  assert.equal(states({ 8: 2, 9: 3 }), ["COPY complete"]);
  assert.equal(states({ 1: 9, 8: 2, 9: 3 }), ["COPY complete"]);
  assert.equal(states({ 8: 2, 9: 3, 10: 1 }), ["COPY partial"]);
});

test("a page in which the goldens differ is complete with any bytes", () => {
  const two = goldenOf(disk([old]), golden.runs[0], goldenRun(facts, [], pages(4)));
  assert.equal(states({ 8: 2, 9: 5 }, two), ["COPY complete"]);
  assert.equal(states({ 8: 1, 9: 5 }, two), ["COPY partial"]);
});

test("nothing written yet is empty, also where the goldens differ in every page", () => {
  const run = (value: number) => goldenRun(facts, [], new Map([[8, filled(value)]]));
  const two = goldenOf(disk([old]), run(1), run(2));
  assert.equal(states({}, two), ["COPY empty"]);
  assert.equal(states({ 8: 3 }, two), ["COPY complete"]);
});

test("what lies beyond the end of golden's disk is not looked at", () => {
  const cut = disk([old, copy], { sizeBytes: 9 * page + 100 });
  const end = Buffer.concat([filled(3).subarray(0, 100)], page);
  const left = new Map([...pages(3), [9, end], [10, filled(0)]] as const);
  const expected = goldenOf(disk([old]), goldenRun(cut, [], left));
  assert.equal(states({ 8: 2, 9: 3, 10: 7 }, expected), ["COPY complete"]);
  assert.equal(states({ 8: 2, 9: 4, 10: 7 }, expected), ["COPY partial"]);
});

test("a partition that stays where it was is no destination", () => {
  assert.equal(states({ 2: 5 }, goldenOf(facts, goldenRun(facts))), []);
  const shrunk = part(1, "OLD", raw("1"), { startingLba: 16, endingLba: 23 });
  assert.equal(states({}, goldenOf(disk([old]), goldenRun(disk([shrunk])))), []);
});

test.run();
