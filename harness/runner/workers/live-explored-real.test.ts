import { test } from "uvu";
import * as assert from "uvu/assert";
import { loadTarget, type Target } from "../../catalogue/target.js";
import { UsageError } from "../../model/errors.js";
import { agreementsOf, pointCount } from "./live-explored.samples.js";

const title = "the real resizer: the image of a live crash is base and its own trace";
const target = realResizer();
if (target === undefined) {
  console.log(`not run: ${title}: it is not there; scripts/setup tells how to get it`);
  test.skip(title);
} else {
  test(title, async () => {
    const agreements = await agreementsOf(target);
    assert.is(agreements.length, pointCount);
    assert.ok(agreements.every(({ withOwnTrace }) => withOwnTrace));
  });
}

function realResizer(): Target | undefined {
  try {
    return loadTarget("partitionresizer");
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

test.run();
