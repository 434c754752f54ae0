import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { listDevices } from "../devices.js";
import { refused } from "../refused.samples.js";
import { loadKnownBad } from "../resizers/known-bad.js";
import { loadOddCorrect } from "../resizers/odd-correct.js";
import { crashNeeds } from "../../model/proofs/proof.js";
import { judgedRows } from "./judged-rows.samples.js";
import { jobOf } from "./small-job.js";
import {
  commandsFolder,
  decodeSmallTargets,
  loadSmallTargets,
  missingTool,
} from "./small-targets.js";

const { bad, right } = loadSmallTargets();
const rows = [...bad, ...right];

test("each program has its row, and each row its program and its image", () => {
  const scripts = ["bad", "right"].flatMap((folder) => filesBelow(folder));
  const named = rows.flatMap(({ command }) => command.filter((word) => word.includes("/")));
  const programs = named.filter((word) => /^(?:bad|right)\//.test(word));
  assert.equal([...new Set(programs)].sort(), scripts.sort());
  const images = new Set([...rows, ...judgedRows].map(({ image }) => `images/${image}.sh`));
  assert.equal([...images, "images/lib.sh"].sort(), filesBelow("images").sort());
});

test("each view is what some row is checked by, and is there", () => {
  const lines = rows.flatMap(({ view = "", viewEither = "" }) => [view, viewEither]);
  for (const file of filesBelow("views")) {
    assert.ok(
      lines.some((line) => line.includes(file)),
      file,
    );
  }
});

test("a bad program stands in the folder of what it needs", () => {
  for (const { command, needs } of bad) {
    const folder = /^bad\/(\w+)\//.exec(command[1] ?? "")?.[1];
    if (folder !== undefined) assert.is(folder, needs, command.join(" "));
  }
});

test("names are those of no resizer, and devices are there", () => {
  const names = new Set([...loadKnownBad(), ...loadOddCorrect()].map(({ name }) => name));
  assert.equal(
    rows.filter(({ name }) => names.has(name)),
    [],
  );
  const wanted = right.flatMap(({ devices = [] }) => devices);
  assert.ok(wanted.every((device) => listDevices().includes(device)));
});

test("there are enough of both, and of each kind of need", () => {
  assert.ok(bad.length >= 25);
  assert.ok(right.length >= 20);
  const needs = new Set(bad.map((row) => row.needs));
  assert.equal([...needs].sort(), [...crashNeeds].sort());
});

test("a row becomes a job: it has each resume line for itself, and {here} is the folder", () => {
  const row = { ...rows[0], name: "some", resume: ["sh {here}/a.sh {disk}", "b {disk}"] };
  const job = jobOf(row as (typeof rows)[number], "/some/image");
  assert.is(job.resume, `sh ${commandsFolder}/a.sh {disk}`);
  assert.equal(job.moreResumes, ["b {disk}"]);
  assert.equal([job.disk, job.folder], ["/some/image", commandsFolder]);
});

test("checkers of file systems say by 1 that they have mended something", () => {
  const row = right.find(({ name }) => name === "e2fsck-without-checksums");
  assert.ok(row);
  assert.equal(jobOf(row, "/some/image").successCodes, [0, 1, 2]);
});

test("what is wrong with a catalogue is told with the field", () => {
  const row = { name: "some", odd: "odd", image: "files", command: ["sh", "{disk}"] };
  const why = (...all: object[]) =>
    refused(() => decodeSmallTargets({ bad: [], right: all }, "catalogue.json"));
  assert.match(why({ ...row, cheks: "typo" }), /catalogue\.json.*"cheks".*right\[0\]/s);
  assert.match(why({ ...row, models: ["kil"] }), /right\[0\]\.models\[0\]/);
  assert.match(why(row, row), /"some" is there twice/);
  assert.match(why({ ...row, command: ["sh"] }), /the command of "some" has no \{disk\} in it/);
});

test("a tool that is missing is named", () => {
  assert.is(missingTool(["sh", "no-such-tool"]), "no-such-tool");
  assert.is(missingTool(["sh"]), undefined);
});

/** Files of a folder and below, as paths from fixtures/commands. */
function filesBelow(folder: string): string[] {
  const entries = readdirSync(join(commandsFolder, folder), {
    recursive: true,
    encoding: "utf8",
  });
  return entries.filter((file) => /\.(?:sh|pl)$/.test(file)).map((file) => `${folder}/${file}`);
}

test("a shell program ends at its first error", () => {
  for (const file of ["bad", "right", "views"].flatMap(filesBelow)) {
    if (!file.endsWith(".sh")) continue;
    assert.match(
      readFileSync(join(commandsFolder, file), "utf8"),
      /^#!\/bin\/sh\n(?:# .*\n)+set -eu\n/,
    );
  }
});

test.run();
