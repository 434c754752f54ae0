import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Holding } from "../../model/proofs/proof.js";
import { correctLines, correctTable } from "./correct-table.js";

const held: Holding = {
  name: "mapped",
  odd: "writes into a map",
  verdict: "held",
  stateCount: 30,
  elapsedMs: 1234,
  problems: [],
};

test("one row a target, and what is wrong with those that did not hold", () => {
  const problems = ["c1:x: lost"];
  const all: Holding[] = [held, { ...held, name: "direct", verdict: "violated", problems }];
  const table = correctTable(all);
  assert.match(table, /^mapped +held +30 +1\.2 +writes into a map$/m);
  assert.match(table, /^direct +VIOLATED +30/m);
  assert.equal(correctLines(all, 1234), [
    "direct: violated",
    "  c1:x: lost",
    "1 of 2 held, in 60 states, in 1.2 s",
  ]);
});

test("all held", () => {
  assert.is(correctLines([held], 1234).at(-1), "1 of 1 held, in 30 states, in 1.2 s");
});

test.run();
