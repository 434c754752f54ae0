import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../../layout/byte-source.js";
import { sampleDosDisk } from "../../layout/mbr/mbr.samples.js";
import { disk as factsOf, goldenOf, goldenRun } from "../facts/facts.samples.js";
import { goldenPageBytes as page } from "../golden.js";
import { howEqual } from "./equal-to-golden.js";

/** Pages in which a disk is not the base, zeros behind the end of either. */
function changesFrom(base: Buffer, now: Buffer): Map<number, Buffer> {
  const pages = new Map<number, Buffer>();
  for (let at = 0; at < Math.max(base.length, now.length); at += page) {
    const [before, after] = [base, now].map((each) =>
      Buffer.concat([each.subarray(at, at + page)], page),
    );
    if (before !== undefined && after?.equals(before) === false) pages.set(at / page, after);
  }
  return pages;
}

function judged(base: Buffer, first: Buffer, second: Buffer, now: Buffer) {
  const run = (left: Buffer) =>
    goldenRun(factsOf([], { sizeBytes: left.length }), [], changesFrom(base, left));
  const golden = goldenOf(factsOf([]), run(first), run(second));
  const changed = [...changesFrom(base, now).keys()];
  return howEqual(golden, bufferSource(base), bufferSource(now), changed);
}

type Edits = readonly (readonly [offset: number, value: number])[];

function edited(bytes: Buffer, edits: Edits, sizeBytes = bytes.length): Buffer {
  const copy = Buffer.concat([bytes], sizeBytes);
  for (const [offset, value] of edits) if (offset < sizeBytes) copy[offset] = value;
  return copy;
}

/** The last CHS is in the first extended boot record, at LBA 200. */
const chs = [447, 449, 451, 453 + 16, 200 * 512 + 447 + 16];
const diskId = [440, 443];
const others = [10, 445, 446 + 8, 5000, 5001, 3 * page - 1, 3 * page, 500_000, 511_999];
const places = [...chs, ...diskId, ...others];
const edits = fc.array(fc.tuple(fc.constantFrom(...places), fc.constantFrom(0, 1, 2)), {
  maxLength: 3,
});
const sizes = fc.constantFrom(400_000, 500_001, 512_000, 520_000);

test("it is as two whole disks compare, byte for byte", () => {
  fc.assert(
    fc.property(edits, edits, edits, sizes, sizes, (one, other, more, goldenSize, baseSize) => {
      const base = edited(sampleDosDisk(), [], baseSize);
      const first = edited(base, one, goldenSize);
      const second = edited(base, other, goldenSize);
      const now = edited(first, more);
      const differing = places.filter((offset) => now[offset] !== first[offset]);
      const inRuns = (offset: number) => first[offset] !== second[offset];
      const isMasked = (offset: number) =>
        chs.includes(offset) ||
        inRuns(offset) ||
        (diskId.includes(offset) && diskId.some(inRuns)) ||
        (offset >= 454 && offset < 458 && [454, 455, 456, 457].some(inRuns));
      const expected =
        differing.length === 0
          ? "equal"
          : differing.every(isMasked)
            ? "equal under the masks"
            : "differs";
      assert.is(judged(base, first, second, now), expected);
    }),
    { numRuns: 300 },
  );
});

test("a disk of another size differs", () => {
  const base = sampleDosDisk();
  const cut = edited(base, [], 300_000);
  assert.is(judged(base, cut, cut, cut), "equal");
  assert.is(judged(base, cut, cut, base), "differs");
  assert.is(judged(base, base, base, cut), "differs");
});

test("what golden has written must be there", () => {
  const base = sampleDosDisk();
  assert.is(judged(base, edited(base, [[5000, 1]]), edited(base, [[5000, 1]]), base), "differs");
});

test("it ends at the first page that differs", () => {
  const base = sampleDosDisk();
  const run = goldenRun(factsOf([], { sizeBytes: base.length }));
  const reads: number[] = [];
  const now = {
    sizeBytes: base.length,
    read: (offset: number, length: number) => {
      reads.push(offset);
      return Buffer.alloc(length, 7);
    },
  };
  const golden = goldenOf(factsOf([]), run);
  assert.is(howEqual(golden, bufferSource(base), now, [3, 4, 5]), "differs");
  assert.equal(reads, [3 * page]);
});

test.run();
