import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readJUnit } from "../compare/junit/read-junit.js";
import { writeReport } from "../report/formats/formats.js";
import { anyHostileText, mixedRun, runNamed } from "../report/formats/stored-runs.samples.js";
import type { StoredRun } from "../store/run-folder.js";
import { reportCommand } from "./report.js";

const reports = suite<{ folder: string; path: string }>("reports");
reports.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-report-"));
  context.path = join(context.folder, "junit.xml");
});
reports.after(({ folder }) => rmSync(folder, { recursive: true }));

function written(path: string, runs: readonly StoredRun[]) {
  writeFileSync(path, writeReport.junit(runs));
  return readJUnit(path);
}

reports("JUnit is read by the strict reader that compare has", ({ path }) => {
  const { tests, notices } = written(path, [mixedRun(), mixedRun()]);
  assert.equal(notices, []);
  const outcomes = ["passed", "passed", "failed", "skipped", "skipped"];
  assert.equal(
    tests.map(({ outcome }) => outcome),
    [...outcomes, ...outcomes],
  );
  assert.is(tests[2]?.name, "c1:any/fs-img:resize2fs:1:w2@79df");
});

reports("JUnit of hostile names has the same tests", ({ path }) => {
  const usual = written(path, [runNamed("x")]).tests.map(({ outcome }) => outcome);
  assert.equal(usual, ["failed", "failed", "failed", "passed", "skipped"]);
  fc.assert(
    fc.property(anyHostileText, (text) => {
      const { tests, notices } = written(path, [runNamed(text)]);
      assert.equal(
        tests.map(({ outcome }) => outcome),
        usual,
      );
      assert.equal(notices, []);
      assert.not.match(writeReport.junit([runNamed(text)]), /[^\P{C}\n]/u);
    }),
    { numRuns: 50 },
  );
});

reports("an unknown format is refused by its name", () => {
  assert.throws(
    () => reportCommand(["results"], { format: "pdf" }),
    /--format: expected one of text, .*junit.*; found "pdf"/,
  );
});

reports.run();
