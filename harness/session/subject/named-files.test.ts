import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { messageOf, UsageError } from "../../model/errors.js";
import { run } from "../../store/stored.samples.js";
import { loadFiles, recallSubject, requireSubjectOf, type Subject } from "./subject.js";

const folder = mkdtempSync(join(tmpdir(), "named-files-"));
const results = join(folder, "results");
const scenarioPath = join(folder, "mine.jsonc");
const targetPath = join(folder, "idle.json");

const idle = {
  ...{ about: "does nothing", program: ["true"], stepNames: ["run"], steps: [] },
  missing: "it is always there",
};

writeFileSync(join(folder, "d.img"), Buffer.alloc(65_536, 1));
writeFileSync(targetPath, JSON.stringify(idle));
writeFileSync(
  scenarioPath,
  JSON.stringify({
    ...{ about: "mine", disk: "./d.img", target: { ...idle, program: ["sync"] } },
    ...{ commands: [["{disk}"]], holds: {} },
  }),
);

test.after(() => rmSync(folder, { recursive: true }));

function idOf({ scenario, target }: Subject) {
  return { scenario: scenario.name, target: target.name, fingerprint: scenario.fingerprint };
}

/** Leaves what a run of a subject would leave, as far as files are concerned. */
function storeRun(stamp: string, { scenario, target, files }: Subject): void {
  const path = join(results, scenario.name, stamp);
  mkdirSync(path, { recursive: true });
  const { name, fingerprint } = scenario;
  const of = { scenario: name, fingerprint, target: target.name, files };
  writeFileSync(join(path, "run.json"), JSON.stringify({ ...run, ...of }));
}

async function whyNot(promise: Promise<unknown>): Promise<string> {
  const thrown: unknown = await promise.catch((error: unknown) => error);
  assert.instance(thrown, UsageError);
  return messageOf(thrown);
}

test("a scenario in a file is run with its own target, and its replay names the file", async () => {
  const subject = await loadFiles({ scenario: scenarioPath });
  assert.is(subject.target.name, "sync");
  assert.equal(subject.files, { scenario: scenarioPath });
  assert.equal(subject.replayWords, ["--scenario", scenarioPath]);
});

test("another target takes the place of its own, and the replay says so", async () => {
  const subject = await loadFiles({ scenario: scenarioPath, target: targetPath });
  assert.is(subject.target.name, "file-idle");
  assert.equal(subject.files, { scenario: scenarioPath, target: targetPath });
  assert.equal(subject.replayWords, ["--scenario", scenarioPath, "--target", targetPath]);
  const named = await loadFiles({ scenario: scenarioPath, target: "reference" });
  assert.equal(named.replayWords, ["--scenario", scenarioPath, "--target", "reference"]);
});

test("of the catalogue a replay names nothing", async () => {
  const subject = await loadFiles({ scenario: "prove", target: "reference" });
  assert.is(subject.files, undefined);
  assert.equal(subject.replayWords, []);
});

test("an id finds its file by the newest run of it, else it says which one it needs", async () => {
  const subject = await loadFiles({ scenario: scenarioPath, target: targetPath });
  const id = idOf(subject);
  const needed = "a file called mine.json or mine.jsonc";
  assert.match(await whyNot(recallSubject(id, { results })), needed);
  storeRun("1", subject);
  storeRun("2", await loadFiles({ scenario: scenarioPath }));
  mkdirSync(join(results, "file/mine/3"));
  const found = await recallSubject(id, { results });
  assert.equal([found.scenario.name, found.target.name], ["file/mine", "file-idle"]);
  requireSubjectOf(id, found);
  const own = await recallSubject({ ...id, target: "sync" }, { results });
  assert.is(own.target.name, "sync");
  assert.match(await whyNot(recallSubject({ ...id, fingerprint: "0000" }, { results })), needed);
});

test("an id of a file is replayed with the file that is named", async () => {
  const id = idOf(await loadFiles({ scenario: scenarioPath, target: "reference" }));
  const none = { results: join(folder, "none") };
  const subject = await recallSubject(id, { ...none, scenario: scenarioPath });
  assert.is(subject.target.name, "reference");
  const filed = { scenario: "prove", target: "file-idle", fingerprint: "4405" };
  assert.match(await whyNot(recallSubject(filed, none)), "a file called idle.json or idle.jsonc");
  const given = await recallSubject(filed, { ...none, target: targetPath });
  assert.is(given.target.name, "file-idle");
  assert.match(
    await whyNot(
      Promise.resolve().then(() => requireSubjectOf({ ...id, fingerprint: "0000" }, subject)),
    ),
    "Give the file, and what it names, as it was then",
  );
});

test.run();
