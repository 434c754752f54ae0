import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { createRun } from "../store/run-folder.js";
import { caseRecord, end, golden, run } from "../store/stored.samples.js";

// What reads results needs neither the scenario nor the target of a run: these are of none.

const main = fileURLToPath(new URL("../main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "stored-"));

test.after(() => rmSync(folder, { recursive: true }));

/** A run of a scenario that nobody has, as far as it came. */
function store(name: string, hasEnded: boolean): string {
  const writer = createRun(join(folder, name), { ...run, scenario: "nowhere" }, "S");
  writer.writeGolden(golden);
  writer.appendCase(caseRecord(0));
  if (hasEnded) writer.writeEnd(end);
  writer.close();
  return writer.path;
}

function crashpoint(...args: readonly string[]) {
  return spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: "utf8" });
}

test("report tells a run from its folder alone: the plan, why it ended, what was left out", () => {
  const { status, stdout } = crashpoint("report", store("whole", true));
  assert.is(status, 0, stdout);
  assert.match(stdout, "5 crash points (3 kill, 2 power on atomic-512) at 3 of 83 writes");
  assert.match(stdout, "the time was up: 89 planned cases not run; what was under way was ended");
  assert.match(stdout, "1 worker was lost (1 stuck, 0 died)");
  assert.match(stdout, "barrier coverage: ");
  assert.match(stdout, "Known violations that did not show up:\n  lost, P3, in copy: it is so");
});

test("report says of a run that was killed that it has not ended", () => {
  const { status, stdout } = crashpoint("report", store("killed", false));
  assert.is(status, 0, stdout);
  assert.match(stdout, "it has not ended: it is still under way, or was killed");
});

test("report writes the page beside the runs, or where it is told to", () => {
  const path = store("paged", true);
  const { status, stdout } = crashpoint("report", path);
  assert.is(status, 0);
  assert.match(stdout, `in a browser: ${join(path, "report.html")}`);
  assert.match(readFileSync(join(path, "report.html"), "utf8"), /^<!DOCTYPE html>/i);
  crashpoint("report", path, path, "--output", "two.html");
  assert.match(readFileSync(join(folder, "two.html"), "utf8"), "nowhere");
});

test("report takes a folder of runs, and writes where it is told to", () => {
  store("both", true);
  store("both", true);
  const { status, stdout } = crashpoint(
    "report",
    "both",
    "--format",
    "text",
    "--output",
    "both.txt",
  );
  assert.is(status, 0);
  assert.is(stdout, "");
  const text = readFileSync(join(folder, "both.txt"), "utf8");
  assert.is(text.split("soak --scenario resize nowhere on reference").length, 3);
});

test("report refuses a format that it has not, and a place where it can't write", () => {
  const path = store("formats", true);
  const unknown = crashpoint("report", path, "--format", "nope");
  assert.is(unknown.status, 254);
  assert.match(unknown.stderr, "--format: expected one of text");
  const nowhere = crashpoint("report", path, "--output", "none/report.txt");
  assert.is(nowhere.status, 255);
  assert.match(nowhere.stderr, /cannot write none\/report\.txt \(ENOENT\); name another place/);
});

test("history leaves out what it can't read, and says why", () => {
  store("history", true);
  const damaged = store("history", true);
  writeFileSync(join(damaged, "run.json"), '{"version":1}');
  const { status, stdout, stderr } = crashpoint("history", "history");
  assert.is(status, 0);
  assert.match(stdout, "there: needs repair, known, EFI");
  assert.match(stderr, /1 run was left out: .*run\.json: version: expected \d+, found 1/);
  const data = crashpoint("history", "history", "--json");
  const { subjects } = JSON.parse(data.stdout) as { subjects: { scenario: string }[] };
  assert.equal(
    subjects.map(({ scenario }) => scenario),
    ["nowhere"],
  );
});

test.run();
