import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "./prng.js";

test("frozen: a seed gives the same draws on every machine and Node version", () => {
  const stream = openStream("7f3a", "case 0 kill 1");
  const draws = Array.from({ length: 6 }, () => stream.integer(1, 1000));
  assert.equal(draws, [414, 533, 330, 307, 649, 904]);
  assert.equal(openStream("7f3a", "x").shuffle([1, 2, 3, 4, 5, 6]), [6, 2, 1, 5, 3, 4]);
  assert.is(openStream("7f3a", "x").bytes(6).toString("hex"), "fb61111fa847");
});

test("streams do not depend on each other", () => {
  const alone = openStream("1", "b").integer(0, 1e6);
  openStream("1", "a").bytes(100);
  assert.is(openStream("1", "b").integer(0, 1e6), alone);
});

test("integers stay in their range, also over the whole span", () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31), fc.nat(2 ** 31 - 2), fc.string(), (least, span, label) => {
      const drawn = openStream("s", label).integer(least, least + span);
      assert.ok(drawn >= least && drawn <= least + span);
    }),
  );
});

test("every value of a small range comes up", () => {
  const stream = openStream("s", "dice");
  const seen = new Set(Array.from({ length: 200 }, () => stream.integer(1, 6)));
  assert.is(seen.size, 6);
});

test("a shuffle keeps what it was given", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (items) => {
      const shuffled = openStream("s", "cards").shuffle(items);
      assert.equal(shuffled.sort(), [...items].sort());
    }),
  );
});

test("an empty range is an error", () => {
  assert.throws(() => openStream("s", "x").integer(2, 1), /no whole number/);
});

test.run();
