import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../../layout/byte-source.js";
import { disk, goldenOf, goldenRun, part, raw } from "../facts/facts.samples.js";
import { goldenPageBytes as page } from "../golden.js";
import { wipedSectors } from "./wiped-sectors.js";

const sector = (text: string) => Buffer.from(text.padEnd(512, "."));
const empty = Buffer.alloc(4 * page);

/** Four pages with texts in sectors of them, by their numbers. */
function pages(texts: Record<number, string>): Buffer {
  const bytes = Buffer.from(empty);
  for (const [number, text] of Object.entries(texts))
    sector(text).copy(bytes, Number(number) * 512);
  return bytes;
}

function changed(from: Buffer, to: Buffer): Map<number, Buffer> {
  const all = [0, 1, 2, 3].map((index) => {
    const [start, end] = [index * page, (index + 1) * page];
    return [index, to.subarray(start, end), from.subarray(start, end)] as const;
  });
  return new Map(all.flatMap(([index, now, was]) => (now.equals(was) ? [] : [[index, now]])));
}

/** How many sectors are wiped on a disk, where runs make `after` of `before`. */
function wiped(before: Buffer, after: Buffer, now: Buffer): number {
  const facts = disk([part(1, "A", raw("1"))]);
  const golden = goldenOf(facts, goldenRun(facts, [], changed(before, after)));
  const range = { startBytes: 0, endBytes: 4 * page };
  const [base, found] = [bufferSource(before), bufferSource(now)];
  return wipedSectors(golden, base, found, [...changed(before, now).keys()], range);
}

const before = pages({ 1: "old", 9: "text" });
const moved = pages({ 1: "old", 20: "text" });

test("what is moved and stands in neither place is wiped", () => {
  assert.is(wiped(before, moved, pages({ 1: "old" })), 1);
});

test("what stands in either place, or elsewhere, is not", () => {
  for (const now of [before, moved, pages({ 1: "old", 9: "text", 20: "text" })]) {
    assert.is(wiped(before, moved, now), 0);
  }
  assert.is(wiped(before, moved, pages({ 1: "old", 30: "text" })), 0);
});

test("what uninterrupted runs give up may go, and other bytes are no wipe", () => {
  assert.is(wiped(before, pages({ 1: "old" }), pages({ 1: "old" })), 0);
  assert.is(wiped(before, moved, pages({ 1: "old", 9: "half" })), 0);
});

test.run();
