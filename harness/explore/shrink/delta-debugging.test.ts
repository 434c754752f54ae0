import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { createHash } from "node:crypto";
import { ddmin } from "./delta-debugging.js";

const items = fc
  .integer({ min: 1, max: 40 })
  .map((count) => Array.from({ length: count }, (_, n) => n));

test("exactly what is needed is left, in order", async () => {
  await fc.assert(
    fc.asyncProperty(
      items.chain((all) => fc.tuple(fc.constant(all), fc.subarray(all))),
      async ([all, needed]) => {
        const part = await ddmin(all, (part) =>
          Promise.resolve(needed.every((item) => part.includes(item))),
        );
        assert.equal(part, needed);
      },
    ),
  );
});

test("whatever the predicate, the part fails and none of its items can be left out", async () => {
  await fc.assert(
    fc.asyncProperty(items, fc.string(), async (all, salt) => {
      const fails = (part: readonly number[]): boolean => {
        const digest = createHash("sha256").update(`${salt}/${part.join()}`).digest();
        return part.length === all.length || (digest[0] ?? 0) < 100;
      };
      let tests = 0;
      const part = await ddmin(all, (each) => {
        tests += 1;
        return Promise.resolve(fails(each));
      });
      assert.ok(fails(part));
      for (const index of part.keys()) assert.not(fails(part.toSpliced(index, 1)));
      assert.ok(tests <= all.length ** 2 + 3 * all.length + 1);
    }),
  );
});

test("one item of many is found in about two tests a halving", async () => {
  const all = Array.from({ length: 10_000 }, (_, n) => n);
  let tests = 0;
  const part = await ddmin(all, (each) => {
    tests += 1;
    return Promise.resolve(each.includes(7_777));
  });
  assert.equal(part, [7_777]);
  assert.ok(tests <= 30);
});

test("nothing is left where nothing is needed", async () => {
  assert.equal(await ddmin([1, 2, 3], () => Promise.resolve(true)), []);
});

test.run();
