import { test } from "uvu";
import * as assert from "uvu/assert";
import type { OpenMedium } from "../../media/medium.js";
import type { CaseOrder } from "../case/case-order.js";
import type { CaseResult, CaseRunner } from "../case/case.js";
import type { ExploreRequest } from "./messages.js";
import { NestedPoints } from "./nested-points.js";

const explore: ExploreRequest = {
  ...{ models: ["kill"], devices: [], seed: "1", depth: 2, nested: "", flushes: false },
};
const order: CaseOrder = {
  ...{ index: 0, seed: "1", kind: "explored" },
  cuts: [{ kind: "write", writes: 1, bytes: 0 }],
};
const breaks = { resumeOf: () => Promise.reject(new Error("no strace")) } as unknown as CaseRunner;

/** What follows a case whose resume can't be recorded. */
function after(record: object) {
  const nested = new NestedPoints(explore, breaks, {} as OpenMedium["crashes"]);
  const result = { record, lastStage: { key: "a" } } as unknown as CaseResult;
  return nested.after(order, result);
}

const why = "its resume could not be recorded, to be crashed: no strace";

test("a case that held is undecided where its resume can't be crashed", async () => {
  const followed = await after({ id: "x", verdict: "held", class: "recovered", findings: [] });
  assert.equal(followed, {
    record: { id: "x", verdict: "undecided", findings: [], reason: why },
    nested: [],
  });
});

test("a violated one stays so, and it is said that its resume was not crashed", async () => {
  const record = { id: "x", verdict: "violated", class: "stuck", findings: [{ kill: 1 }] };
  assert.equal(await after(record), { record, nested: [], notNested: why });
});

test.run();
