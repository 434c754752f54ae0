import { test } from "uvu";
import * as assert from "uvu/assert";
import { loadTarget } from "../../catalogue/target.js";
import { agreementsOf, pointCount } from "./live-explored.samples.js";

test("reference: a live crash and the explored one leave the same bytes", async () => {
  const agreements = await agreementsOf(loadTarget("reference"));
  assert.is(agreements.length, pointCount);
  assert.ok(agreements.every(({ withOwnTrace }) => withOwnTrace));
  assert.ok(agreements.every(({ withRecorded }) => withRecorded === true));
});

test.run();
