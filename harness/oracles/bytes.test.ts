import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../layout/byte-source.js";
import type { Region } from "../layout/region.js";
import { checkBystanders, checkBytesOutside } from "./bytes.js";
import { goldenPageBytes as page, type Golden } from "./golden.js";
import { disk, goldenOf, goldenRun, part, raw } from "./facts/facts.samples.js";

const filled = (value: number) => Buffer.alloc(page, value);
/** 8 pages; the partition has sectors 16 to 28, so pages 2 and 3 but for the last 1.5 KiB. */
const facts = disk([part(1, "A", raw("1"), { startingLba: 16, endingLba: 28 })]);
/** Something that is there before the work. */
const before = Buffer.alloc(8 * page, 4);
const base = bufferSource(before);
const table = (index: number): Region => {
  const name = "primary entries";
  return { name, kind: "table", startBytes: index * page, endBytes: (index + 1) * page };
};
const tables = [table(1)];
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

type Written = readonly (readonly [offset: number, bytes: Buffer])[];

/** What is said of a disk with these bytes over the base. */
function findings(bytes: Written, expected = golden, from = before) {
  const whole = Buffer.from(from);
  for (const [at, piece] of bytes) piece.copy(whole, at);
  const pages = Array.from({ length: 8 }, (_, index) => index).filter((index) => {
    const [start, end] = [index * page, (index + 1) * page];
    return !whole.subarray(start, end).equals(from.subarray(start, end));
  });
  return checkBytesOutside(expected, bufferSource(from), bufferSource(whole), pages);
}

/** Classes and the first wrong byte. */
const judged = (bytes: Written, expected = golden) =>
  findings(bytes, expected).map(
    (each) => `${each.class} ${/at byte (\d+)/.exec(each.message)?.[1] ?? ""}`,
  );
const messages = (bytes: Written, expected = golden) =>
  findings(bytes, expected).map(({ place, message }) => `${place}: ${message}`);
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

test("what is left in free space where nothing was is no loss, but in front of a partition", () => {
  const empty = Buffer.alloc(8 * page);
  assert.equal(findings([asGolden, [5 * page + 7, one]], golden, empty), []);
  const inFront = findings([asGolden, [3, one]], golden, empty);
  assert.equal(
    inFront.map(({ place }) => place),
    ["gap before the first partition"],
  );
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

test("beyond the end of golden's disk or of a shorter disk, nothing is compared", () => {
  const left = new Map([
    [6, Buffer.concat([filled(5).subarray(0, 9)], page)],
    [7, filled(0)],
  ]);
  const cut = { ...facts, sizeBytes: 6 * page + 9 };
  const expected = {
    ...goldenOf(facts, goldenRun(cut, [], left)),
    tables: [table(6)],
  };
  const asCut = [6 * page, filled(5).subarray(0, 9)] as const;
  assert.equal(judged([asCut], expected), []);
  assert.equal(judged([asCut, [6 * page + 9, one], [7 * page, one]], expected), []);
  assert.equal(judged([[6 * page, one]], expected), [`diverged ${6 * page}`]);
  const whole = Buffer.from(before);
  asCut[1].copy(whole, asCut[0]);
  const shorter = bufferSource(whole.subarray(0, 6 * page + 4));
  assert.equal(checkBytesOutside(expected, base, shorter, [6]), []);
});

test("each place is told on its own", () => {
  const found = judged([[6 * page, one]]);
  assert.equal(found, [`diverged ${page}`, `bystander touched ${6 * page}`]);
});

test("what lies between two partitions is one place", () => {
  const two = disk([...facts.partitions, part(2, "B", raw("2"), { startingLba: 48 })]);
  const expected = goldenOf(two, goldenRun(two));
  const written = [4 * page + 5, 4 * page + 7, 5 * page + 9].map((at) => [at, one] as const);
  assert.equal(messages([[3, one], ...written], expected), [
    "gap before the first partition: expected 0x04, found 0x09 at byte 3",
    "free space: expected 0x0404040404040404, found 0x0904090404040404 at byte 16389, " +
      "the last other one at 20489",
  ]);
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
      return checkBystanders(expected, [wanted], base, now, [changedPage]).map(
        ({ place, message }) => `${place}: ${message}`,
      );
    };
    assert.equal(found(2), []);
    assert.equal(found(3), [`${wanted}: expected its bytes as before, found others in page 3`]);
  }
});

test.run();
