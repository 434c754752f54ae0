import { test } from "uvu";
import * as assert from "uvu/assert";
import { commandOf, loadParityRows, parityTargets, rowsMeant } from "./parity-rows.js";
import { listScenarios } from "../scenario.js";

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

test("rows are meant by their whole text, or by words of which each must be known", () => {
  const points = (text: string) => rowsMeant(rows, text).map(({ point }) => point);
  for (const row of rows) assert.ok(points(row.point).includes(row.point));
  assert.is(points("attributes, names, types and GUIDs kept, renumbered").length, 1);
  assert.equal(points("Dry-Run"), ["--dry-run changes nothing"]);
  assert.is(points("many files, dry-run").length, 2);
  for (const wrong of ["", "dry-run,", "dry-run,nonsense"]) {
    assert.throws(() => points(wrong), /--only: no row has ".*" in its point or scenario/);
  }
});

test("what rows ask of words and of layouts is written as regular expressions", () => {
  for (const { shows, expected } of rows) {
    const patterns = shows !== undefined && "layouts" in shows ? shows.layouts : [];
    for (const pattern of patterns) assert.not.throws(() => new RegExp(pattern));
    for (const { reason = "" } of Object.values(expected)) {
      assert.not.throws(() => new RegExp(reason));
    }
  }
});

test.run();
