import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../layout/byte-source.js";
import { DecodeError } from "../model/errors.js";
import { decodeDelta, encodeDelta } from "./delta.js";
import { indexSectors } from "./sector-index.js";

const sector = 512;
/** 32 sectors, each of its own. */
const image = Buffer.concat(
  Array.from({ length: 32 }, (_, index) => Buffer.alloc(sector, `sector ${index} of the image `)),
);
const index = indexSectors(bufferSource(image));

test("what the image has is not stored again", () => {
  const bytes = Buffer.concat([Buffer.from("head"), image.subarray(sector * 3, sector * 20)]);
  const delta = encodeDelta(bytes, [{ at: 4, lengthBytes: sector * 17 }], index);
  assert.ok(delta.length < 100);
  assert.ok(decodeDelta(delta, bufferSource(image)).equals(bytes));
});

/** Pieces of the image, and of other bytes, in any order. */
const pieces = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 700 }).map((bytes) => Buffer.from(bytes)),
    fc
      .tuple(fc.nat({ max: 31 }), fc.nat({ max: 6 }))
      .map(([from, count]) => image.subarray(from * sector, (from + count) * sector)),
  ),
  { maxLength: 12 },
);

test("any bytes come back", () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const bytes = Buffer.concat(parts);
      let at = 0;
      const stretches = parts.map(({ length }) => {
        at += length;
        return { at: at - length, lengthBytes: length };
      });
      const delta = encodeDelta(bytes, stretches, index);
      assert.ok(decodeDelta(delta, bufferSource(image)).equals(bytes));
    }),
  );
});

test("a delta that is damaged is refused, or gives no more bytes than it says", () => {
  const bytes = Buffer.concat([image.subarray(0, sector * 4), Buffer.from("and more")]);
  const whole = encodeDelta(bytes, [{ at: 0, lengthBytes: sector * 4 }], index);
  fc.assert(
    fc.property(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
      const damaged = Buffer.from(whole);
      damaged[at] = value;
      for (const delta of [damaged, whole.subarray(0, at)]) {
        try {
          assert.ok(decodeDelta(delta, bufferSource(image)).length <= 2 ** 29);
        } catch (error) {
          assert.instance(error, DecodeError);
        }
      }
    }),
  );
});

test.run();
