import { test } from "uvu";
import * as assert from "uvu/assert";
import { Recent } from "../../model/recent.js";
import { recall } from "./recent.js";

test("what was found for the same bytes at the same place is known", () => {
  const reuse = { keyOf: (startBytes: number) => `bytes ${startBytes % 2}`, recent: new Recent() };
  const part = { startBytes: 0, sizeBytes: 8 };
  const first = recall(reuse, part);
  assert.is(first.known, undefined);
  assert.is(first.keep("found"), "found");
  assert.is(recall(reuse, part).known, "found");
  assert.is(recall(reuse, { ...part, startBytes: 2 }).known, undefined, "the same bytes elsewhere");
  assert.is(recall(reuse, { ...part, sizeBytes: 9 }).known, undefined);
});

test("of bytes without a name nothing is kept", () => {
  const part = { startBytes: 0, sizeBytes: 8 };
  const nameless = { keyOf: () => undefined, recent: new Recent<string>() };
  for (const reuse of [undefined, nameless]) {
    const { known, keep } = recall<string>(reuse, part);
    assert.is(known, undefined);
    assert.is(keep("found"), "found");
    assert.is(recall(reuse, part).known, undefined);
  }
});

test.run();
