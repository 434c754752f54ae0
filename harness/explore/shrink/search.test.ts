import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { isSmaller, sizeOf } from "./case-size.js";
import { anyCuts, context, cutsOf } from "./losses.samples.js";
import { Search } from "./search.js";

const generous = { maxTries: 2_000 };

test("each kept step is smaller than the one before, whatever is offered", async () => {
  await fc.assert(
    fc.asyncProperty(anyCuts, fc.array(anyCuts), async (from, offers) => {
      const search = new Search(from, context, () => Promise.resolve(true), generous);
      for (const offer of offers) {
        const before = search.best;
        await search.offer(offer);
        assert.ok(
          search.best === before ||
            isSmaller(sizeOf(search.best, context), sizeOf(before, context)),
        );
      }
    }),
  );
});

test("a case that the device can't bring about is never run", async () => {
  for (const text of [
    "p140.ordered.x112",
    "p140.volatile.t112+0-512",
    "p140.volatile.x112+0-100",
    "p140.volatile.x12",
  ]) {
    const search = new Search(cutsOf("w1"), context, () => Promise.resolve(true), generous);
    assert.not(await search.fails(cutsOf(text)), text);
    assert.is(search.tries, 0);
  }
});

test.run();
