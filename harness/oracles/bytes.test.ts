import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../layout/byte-source.js";
import { checkBystanders, checkBytesOutside } from "./bytes.js";
import { goldenPageBytes as page, type Golden } from "./golden.js";
import { disk, goldenOf, goldenRun, part, raw } from "./facts/facts.samples.js";

const filled = (value: number) => Buffer.alloc(page, value);
/** 8 pages; the partition has sectors 16 to 28, so pages 2 and 3 but for the last 1.5 KiB. */
const facts = disk([part(1, "A", raw("1"), { startingLba: 16, endingLba: 28 })]);
const base = bufferSource(Buffer.alloc(8 * page));
const tables = [{ startBytes: page, endBytes: 2 * page }];
const golden: Golden = {
  ...goldenOf(facts, goldenRun(facts, [], new Map([[1, filled(1)]]))),
  tables,
};
const differ: Golden = {
  ...goldenOf(
    facts,
    goldenRun(facts, [], new Map([[1, filled(1)]])),
    goldenRun(facts, [], new Map([[1, filled(2)]])),
  ),
  tables,
};

/** Classes and the first wrong byte, for a disk with these bytes over the base. */
function judged(bytes: readonly (readonly [number, Buffer])[], expected = golden) {
  const whole = Buffer.alloc(8 * page);
  for (const [at, piece] of bytes) piece.copy(whole, at);
  const pages = Array.from({ length: 8 }, (_, index) => index).filter((index) =>
    whole.subarray(index * page, (index + 1) * page).some((byte) => byte !== 0),
  );
  return checkBytesOutside(expected, base, bufferSource(whole), pages).map(
    (each) => `${each.class} ${/at byte (\d+)/.exec(each.message)?.[1] ?? ""}`,
  );
}
const one = Buffer.from([9]);
const asGolden = [page, filled(1)] as const;

test("a disk like golden is fine", () => {
  assert.equal(judged([asGolden]), []);
});

test("bytes that base and golden agree on are a bystander", () => {
  assert.equal(judged([asGolden, [5 * page + 7, one]]), [`bystander touched ${5 * page + 7}`]);
});

test("bytes that golden has changed have diverged, also when they were never written", () => {
  assert.equal(judged([[page, filled(3)]]), [`diverged ${page}`]);
  assert.equal(judged([]), [`diverged ${page}`]);
  assert.equal(judged([asGolden, [page + 100, one]]), [`diverged ${page + 100}`]);
});

test("free space that golden has written to is the target's own", () => {
  assert.equal(judged([[page, filled(3)]], { ...golden, tables: [] }), []);
  assert.is(judged([[5 * page, one]], { ...golden, tables: [] }).length, 1);
});

test("a page in which the goldens differ may hold anything", () => {
  assert.equal(judged([[page, filled(3)]], differ), []);
  assert.equal(judged([], differ), []);
  assert.is(judged([[6 * page, one]], differ).length, 1);
});

test("a page that only one golden has changed may hold anything", () => {
  const second = goldenRun(facts);
  const half = goldenOf(facts, golden.runs[0], second);
  assert.equal(judged([], half), []);
  assert.equal(judged([[page, filled(3)]], half), []);
  assert.equal(judged([], goldenOf(facts, second, golden.runs[0])), []);
  assert.equal(judged([[page, filled(3)]], goldenOf(facts, second, golden.runs[0])), []);
});

test("bytes inside of a partition are not looked at, the first one behind it is", () => {
  assert.equal(judged([asGolden, [16 * 512, one]]), []);
  assert.equal(judged([asGolden, [29 * 512 - 1, one]]), []);
  assert.equal(judged([asGolden, [29 * 512, one]]), [`bystander touched ${29 * 512}`]);
  assert.equal(judged([asGolden, [16 * 512 - 1, one]]), [`diverged ${16 * 512 - 1}`]);
});

test("the worse of two is told, once", () => {
  assert.equal(judged([[6 * page, one]]), [`bystander touched ${page}`]);
});

test("of partitions that share a name, or have none, only the bystanders are looked at", () => {
  for (const [name, wanted] of [
    ["", "partition 2"],
    ["A", "A #2"],
  ] as const) {
    const both = disk([
      part(1, name, raw("1"), { startingLba: 16, endingLba: 23 }),
      part(2, name, raw("1"), { startingLba: 24, endingLba: 31 }),
    ]);
    const found = (changedPage: number) => {
      const whole = Buffer.alloc(8 * page);
      whole[changedPage * page] = 1;
      const now = bufferSource(whole);
      const expected = goldenOf(both, goldenRun(both));
      return checkBystanders(expected, [wanted], base, now, [changedPage], 3).map(
        (each) => each.message,
      );
    };
    assert.equal(found(2), []);
    assert.equal(found(3), [`${wanted}: expected its bytes as before, found others in page 3`]);
  }
});

test.run();
