import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readRuns, runFoldersIn } from "./read-runs.js";
import { createRun } from "./run-folder.js";
import { caseRecord, run } from "./stored.samples.js";

const folder = mkdtempSync(join(tmpdir(), "runs-"));

function writeRun(stamp: string, caseCount: number): string {
  const writer = createRun(folder, run, stamp);
  for (let index = 0; index < caseCount; index += 1) writer.appendCase(caseRecord(index));
  writer.close();
  return writer.path;
}

test("finds the runs in folders, in the order of their names, each once", () => {
  const [later, earlier] = [writeRun("2026B", 1), writeRun("2026A", 2)];
  assert.equal(runFoldersIn([folder]), [earlier, later]);
  assert.equal(runFoldersIn([later, folder]), [later, earlier]);
  assert.equal(
    readRuns([folder]).map(({ cases }) => cases.length),
    [2, 1],
  );
});

test("says what it has expected where there is no run", () => {
  assert.throws(() => runFoldersIn([join(folder, "none")]), /no run in .*none: it has no run.json/);
});

test.after(() => rmSync(folder, { recursive: true }));

test.run();
