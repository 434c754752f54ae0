import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatExpectation, parseExpectation } from "../model/expectation.js";
import { makeScenario, recallJob, rememberJob, type AnyJob } from "./any-command.js";
import { cacheFolder } from "./places.js";

const folder = mkdtempSync(join(tmpdir(), "anyjob-"));
const disk = join(folder, `${basename(folder).toLowerCase()}.img`);
writeFileSync(disk, Buffer.alloc(65_536, "x"));

test.after(() => {
  rmSync(folder, { recursive: true });
  rmSync(notesFolder, { recursive: true, force: true });
});

const notesFolder = join(cacheFolder, "any", basename(disk).replace(".", "-").toLowerCase());

const job: AnyJob = {
  ...{ disk, folder, command: ["true", "--first", "{disk}"] },
  ...{ timeoutSeconds: 120, successCodes: [0] },
};

const fingerprintOf = async (more: Partial<AnyJob> = {}) =>
  (await makeScenario({ ...job, ...more })).scenario.fingerprint;

test("the fingerprints of jobs that say nothing of judgement are frozen", async () => {
  assert.is(await fingerprintOf(), "af40");
  assert.is(await fingerprintOf({ resume: "cat {disk}" }), "c29b");
  assert.is(await fingerprintOf({ successCodes: [0, 1] }), "a34e");
});

test("what is expected changes the fingerprint where it is said", async () => {
  const plain = await fingerprintOf();
  assert.is(await fingerprintOf({ expects: [] }), plain);
  const wipe = await fingerprintOf({ expects: [{ kind: "wipe" }] });
  assert.is.not(wipe, plain);
  assert.is.not(await fingerprintOf({ expects: [parseExpectation("gone: A")] }), wipe);
});

test("what the command itself names is expected, and changes no fingerprint", async () => {
  const command: AnyJob["command"] = ["sfdisk", "--delete", "{disk}", "2"];
  const expects = [parseExpectation("changed: A")];
  const { scenario } = await makeScenario({ ...job, command, expects });
  assert.equal(scenario.expects.map(formatExpectation), ["changed: A", "gone: partition 2"]);
});

test("a note of a job is read again as it was", async () => {
  const made = await makeScenario({
    ...job,
    expects: [parseExpectation("gone: A, /b"), { kind: "wipe" }],
  });
  rememberJob(made);
  const { scenario, target } = made;
  const { name, fingerprint } = scenario;
  const path = join(notesFolder, `${target.name}-${fingerprint}.json`);
  assert.ok(existsSync(path), path);
  const note = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  assert.equal(note["expects"], ["gone: A, /b", "wipe"]);
  const recalled = await recallJob({ scenario: name, target: target.name, fingerprint });
  assert.equal(recalled.scenario, scenario);
  assert.equal(recalled.job, made.job);
});

test.run();
