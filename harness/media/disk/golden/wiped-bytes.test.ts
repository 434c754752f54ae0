import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../../../layout/byte-source.js";
import { part, raw } from "../../../oracles/facts/facts.samples.js";
import { wipedIn } from "./wiped-bytes.js";

const page = 4096;
/** 16 pages of ones, but for the last two. */
const base = Buffer.alloc(16 * page, 1).fill(0, 14 * page);
const zeros = Buffer.alloc(page);

/** How much of a partition of pages 4 to 11 was wiped where these pages were written. */
function wiped(pages: Record<number, Buffer>, after = { startingLba: 32, endingLba: 95 }): number {
  const before = part(1, "A", raw("1"), { startingLba: 32, endingLba: 95 });
  const changed = new Map(Object.entries(pages).map(([number, bytes]) => [Number(number), bytes]));
  return wipedIn(changed, bufferSource(base))(before, part(1, "A", raw("2"), after));
}

test("pages that held something and are zeros now are counted", () => {
  assert.is(wiped({}), 0);
  assert.is(wiped({ 4: zeros, 11: zeros }), 2 * page);
});

test("other bytes are no wipe, nor are zeros that were zeros before", () => {
  assert.is(wiped({ 4: Buffer.alloc(page, 2) }), 0);
  const all = { startingLba: 32, endingLba: 127 };
  const before = part(1, "A", raw("1"), all);
  const changed = new Map([[14, zeros]]);
  assert.is(wipedIn(changed, bufferSource(base))(before, part(1, "A", raw("2"), all)), 0);
});

test("only its own pages count, as far as it still goes", () => {
  assert.is(wiped({ 3: zeros, 12: zeros }), 0);
  assert.is(wiped({ 4: zeros, 11: zeros }, { startingLba: 32, endingLba: 63 }), page);
});

test("of one that has moved nothing is said", () => {
  assert.is(wiped({ 4: zeros }, { startingLba: 40, endingLba: 95 }), 0);
});

test.run();
