import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../../layout/byte-source.js";
import { disk, goldenOf, goldenRun } from "../facts/facts.samples.js";
import { goldenPageBytes as page } from "../golden.js";
import { byteExcerpts } from "./byte-excerpts.js";

const base = Buffer.alloc(4 * page);
const facts = disk([], { sizeBytes: base.length });

/** A run that has written one byte at each of these places. */
function run(...offsets: number[]) {
  const pages = new Map<number, Buffer>();
  for (const offset of offsets) {
    const index = Math.floor(offset / page);
    const bytes = pages.get(index) ?? Buffer.alloc(page);
    bytes[offset % page] = 7;
    pages.set(index, bytes);
  }
  return goldenRun(facts, [], pages);
}

function excerpts(golden: ReturnType<typeof goldenOf>, now: Buffer) {
  const nameAt = (offset: number) => (offset < page ? "table" : "data");
  return byteExcerpts(golden, bufferSource(base), bufferSource(now), [0, 1, 2, 3], nameAt);
}

test("rows that differ are shown with their places, others are not", () => {
  const now = Buffer.from(base);
  now[5] = 9;
  const found = excerpts(goldenOf(facts, run(page + 33)), now);
  const zeros = "00".repeat(16);
  assert.equal(found, [
    {
      place: "table",
      rows: [{ offsetBytes: 0, expected: zeros, found: `000000000009${"00".repeat(10)}` }],
      moreRows: 0,
    },
    {
      place: "data",
      rows: [{ offsetBytes: page + 32, expected: `0007${"00".repeat(14)}`, found: zeros }],
      moreRows: 0,
    },
  ]);
});

test("bytes in which two uninterrupted runs differ count for nothing", () => {
  const now = Buffer.from(base);
  now[page] = 3;
  assert.equal(excerpts(goldenOf(facts, run(page), run()), now), []);
  now[page + 1] = 3;
  assert.is(excerpts(goldenOf(facts, run(page), run()), now).length, 1);
});

test("of each place the first rows are shown, the others counted", () => {
  const now = Buffer.alloc(base.length, 1);
  const [table, data] = excerpts(goldenOf(facts, run()), now);
  assert.is(table?.rows.length, 4);
  assert.is(table?.moreRows, page / 16 - 4);
  assert.is(data?.moreRows, (3 * page) / 16 - 4);
});

test("a disk that was cut off ends before what is expected", () => {
  const cut = excerpts(goldenOf(facts, run()), base.subarray(0, 3 * page + 8));
  assert.equal(cut[0]?.rows[0], {
    offsetBytes: 3 * page,
    expected: "00".repeat(16),
    found: "00".repeat(8),
  });
});

test.run();
