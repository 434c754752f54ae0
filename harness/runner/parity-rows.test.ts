import { test } from "uvu";
import * as assert from "uvu/assert";
import { commandOf, loadParityRows, parityTargets } from "./parity-rows.js";
import { listScenarios } from "./scenario.js";

const rows = loadParityRows();

test("each row has a point of its own, and names targets that it is shown on", () => {
  const points = rows.map(({ point }) => point);
  assert.is(new Set(points).size, points.length);
  for (const { expected } of rows) {
    for (const name of Object.keys(expected)) {
      assert.ok((parityTargets as readonly string[]).includes(name), name);
    }
  }
});

test("the command of a row is about its scenario, with nothing left to fill in", () => {
  for (const row of rows) {
    const words = commandOf(row, "reference");
    assert.not.match(words.join(" "), /[{}]/);
    assert.ok(words.join(" ").includes(row.scenario), row.point);
    assert.ok(words.join(" ").includes("reference"), row.point);
  }
});

test("each scenario that was made for a point is shown by some row", () => {
  const shown = rows.map(({ scenario }) => scenario);
  const made = listScenarios().filter((name) => name.startsWith("parity/"));
  assert.equal(
    made.filter((name) => !shown.includes(name)),
    [],
  );
});

test.run();
