import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Interrupt } from "../../model/trace.js";
import type { RunRecord } from "../lab/lab.js";
import { metBy } from "./interrupted.js";

const twice: Interrupt = { kind: "interrupt", writes: 3, signal: "INT", againAfter: 2 };
const { againAfter, ...once } = twice;
assert.is(againAfter, 2);

const run = (ended: RunRecord["ended"], interruptCount: number) =>
  ({ ended, status: { interruptCount } }) as unknown as RunRecord;

test("of two signals only the first is met where there was no room for a second", () => {
  assert.equal(metBy(run("finished", 1), twice), once);
  assert.equal(metBy(run("hung", 1), twice), once, "it hangs after the first: that is found");
  assert.equal(metBy(run("finished", 2), twice), twice);
  assert.equal(metBy(run("hung", 2), twice), twice);
  assert.equal(metBy(run("hung", 1), once), once);
});

test.run();
