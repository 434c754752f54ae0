import { test } from "uvu";
import * as assert from "uvu/assert";
import { commandOf, loadParityRows } from "../../catalogue/resizers/parity-rows.js";
import { parityWork } from "./parity-command.js";

test("each row's command can be done, and is of its scenario", async () => {
  const kinds = new Set<string>();
  for (const row of loadParityRows()) {
    const { kind, plan } = await parityWork(commandOf(row, "reference"));
    assert.is(plan.subject.scenario.name, row.scenario);
    assert.is(plan.subject.target.name, "reference");
    kinds.add(kind);
  }
  assert.equal([...kinds].sort(), ["block", "cases", "replay"]);
});

test("options are read as the command line reads them", async () => {
  const words = "explore --scenario parity/grow --target reference --points sample=3 --seed 2";
  const work = await parityWork(words.split(" "));
  if (work.kind !== "cases") throw new Error(work.kind);
  assert.is(work.plan.seed, "2");
  assert.is(work.plan.orders.explore?.points, "sample=3");
  const wrong = parityWork([...words.split(" "), "--depth", "0"]);
  assert.match(await wrong.then(() => "", String), "--depth: expected a whole number");
});

test.run();
