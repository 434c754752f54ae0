import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readDataFile } from "../../catalogue/files/data-file.js";
import { loadScenarioFile } from "../../catalogue/files/scenario-file.js";
import type { Trial } from "../../runner/golden/trial.js";
import { scenarioText } from "./scenario-text.js";

const folder = mkdtempSync(join(tmpdir(), "scenario-text-"));
const disk = join(folder, "d.img");
const path = join(folder, "made.jsonc");
writeFileSync(disk, Buffer.alloc(65_536, 1));

test.after(() => rmSync(folder, { recursive: true }));

const trial: Trial = {
  ...{
    end: 0,
    said: "",
    durationMs: 5000,
    writeCount: 2,
    leftAlone: [],
    sameFiles: [],
    baseProblems: [],
  },
  ...{ lines: [{ text: "copying 1", writes: 2 }], work: ["disk: its bytes\nare others"] },
  losses: [],
};

function made(command: readonly [string, ...string[]], more: Partial<Trial> = {}) {
  const text = scenarioText({ disk, command, timeoutSeconds: 9 }, { ...trial, ...more }, folder);
  writeFileSync(path, text);
  return { text, keys: readDataFile(path).keys };
}

test("what is written loads at once, whatever words and comments have in them", async () => {
  made(["sh", "-c", 'echo "// {disk}"\nexit 3', "{disk}"], { end: 3, baseProblems: ["a\nb"] });
  const { scenario, target } = await loadScenarioFile(path);
  assert.equal(scenario.commands, [["-c", 'echo "// {disk}"\nexit 3', "{disk}"]]);
  assert.is(scenario.timeoutSeconds, 100);
  assert.equal((target as { successCodes: number[] }).successCodes, [0, 3]);
  assert.equal((target as { stepNames: string[] }).stepNames, ["start", "copying"]);
});

test("what its own words give up is expected; what is lost besides is a comment", () => {
  const losses = [{ checker: "content", class: "lost", place: "P4", message: "gone" }] as const;
  const { text, keys } = made(["sgdisk", "-d", "1", "{disk}"], { losses });
  assert.equal(keys["expects"], ["gone: partition 1"]);
  assert.match(text, "// lost, and not named there: P4: gone");
});

test("files that the command names count from the file, options and words stay", () => {
  const { keys } = made([join(folder, "d.img"), disk, "-x", "copy", "{disk}"]);
  assert.equal(keys["commands"], [["./d.img", "-x", "copy", "{disk}"]]);
  assert.equal((keys["target"] as { program: string[] }).program, ["./d.img"]);
  assert.is(keys["disk"], "./d.img");
});

test("without an image, that of a scenario of the catalogue is built", async () => {
  const tried = { disk: undefined, command: ["true", "{disk}"], timeoutSeconds: 9 } as const;
  writeFileSync(path, scenarioText(tried, trial, folder));
  const { scenario } = await loadScenarioFile(path);
  assert.is(scenario.image.kind, "built");
});

test.run();
