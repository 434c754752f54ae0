import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { listScenarios } from "../catalogue/scenario.js";
import { UsageError } from "../model/errors.js";
import { listLines } from "./list.js";
import { describeNamed } from "./list-one.js";

test("list: a line for each name, and no known violation", () => {
  const lines = listLines();
  for (const name of [...listScenarios(), "reference", "partitionresizer", "volatile"]) {
    assert.is(lines.filter((line) => line.startsWith(`  ${name} `)).length, 1, name);
  }
  assert.not.match(lines.join("\n"), "fsck.fat wants it");
  for (const line of lines) assert.ok(line.length <= 110, line);
});

test("list NAME: the rest of a scenario, a target, a device", () => {
  const resize = describeNamed("resize").join("\n");
  assert.match(resize, /known violations \(\d+\):/);
  assert.match(resize, "needs repair, EFI System, without a crash:");
  assert.match(resize, "disk: 256 MiB");
  assert.match(describeNamed("reference").join("\n"), /steps: preflight/);
  assert.match(describeNamed("volatile").join("\n"), "writes: whole: 512 bytes, in any order");
  assert.match(describeNamed("bad-NAME").join("\n"), "guid-regenerated");
  assert.match(describeNamed("bad-guid-regenerated").join("\n"), "Target bad-guid-regenerated");
});

test("list NAME: what has no such name is told", () => {
  assert.throws(
    () => describeNamed("nothing"),
    (error: Error) => error instanceof UsageError,
  );
});

test("--help begins with the three commands that most people need, with an example each", () => {
  const main = fileURLToPath(new URL("../main.js", import.meta.url));
  const { stdout } = spawnSync(process.execPath, [main, "--help"], { encoding: "utf8" });
  const places = ["explore --disk", "replay ID", "crashpoint disk", "Usage:"].map((words) =>
    stdout.indexOf(words),
  );
  assert.ok(!places.includes(-1), stdout);
  assert.equal(
    places,
    places.toSorted((one, other) => one - other),
  );
});

test.run();
