import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { cacheFolder } from "../../catalogue/places.js";
import { noChecks } from "../../catalogue/said/schemas.js";
import { UsageError } from "../../model/errors.js";
import { makeScenario, recallSubject } from "./subject.js";

const test = suite<{ folder: string; disk: string }>("what is said of any command");

test.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "saidopts"));
  context.disk = join(context.folder, `${basename(context.folder)}.img`);
  writeFileSync(context.disk, Buffer.alloc(65_536));
});

test.after(({ folder }) => {
  rmSync(folder, { recursive: true });
  const notes = join(cacheFolder, "any", `${basename(folder).toLowerCase()}-img`);
  rmSync(notes, { recursive: true, force: true });
});

const command = ["true", "{disk}"] as const;

async function refused(call: () => unknown, message: string): Promise<void> {
  const thrown: unknown = await Promise.resolve()
    .then(call)
    .catch((error: unknown) => error);
  assert.instance(thrown, UsageError);
  assert.match((thrown as Error).message, message);
}

test("nothing said: nothing is expected, nothing looks, the same again is the resume", async ({
  disk,
}) => {
  const { scenario, target, replayWords } = await makeScenario({ disk, command });
  assert.equal(scenario.expects, []);
  assert.equal(scenario.checks, noChecks);
  assert.is(scenario.resume, undefined);
  assert.is(scenario.moreResumes, undefined);
  assert.is(target.resumeSuccessCodes, undefined);
  assert.equal(replayWords, ["--disk", disk, "--", ...command]);
});

test("all of it is in the scenario, in the words of a replay, and in the note of the job", async ({
  disk,
}) => {
  const made = await makeScenario({
    ...{ disk, command, trace: undefined, timeoutMs: 60_000, successCodes: [0, 4] },
    ...{ resume: ["one {disk}", "two {disk}"], resumeSuccessCodes: [0, 1] },
    ...{ expects: [" gone:P4 ,/a", "changed: B"], check: "ls {disk}", viewEither: "cat {disk}" },
    checkAtCrash: ["boot {disk}", "probe {disk}"],
  });
  const { scenario, target, replayWords } = made;
  assert.equal(scenario.resume, [["one {disk}"]]);
  assert.equal(scenario.moreResumes, ["two {disk}"]);
  assert.equal(target.resumeSuccessCodes, [0, 1]);
  assert.equal(scenario.expects, [
    { kind: "gone", names: ["P4", "/a"] },
    { kind: "changed", names: ["B"] },
  ]);
  assert.equal(scenario.checks, {
    atEnd: ["ls {disk}"],
    atCrash: ["boot {disk}", "probe {disk}"],
    view: { line: "cat {disk}", like: "either" },
  });
  assert.equal(replayWords, [
    ...["--disk", disk, "--resume", "one {disk}", "--resume", "two {disk}", "--timeout", "1m"],
    ...["--success", "0,4", "--resume-success", "0,1"],
    ...["--expects", "gone: P4, /a", "--expects", "changed: B", "--check", "ls {disk}"],
    ...["--check-at-crash", "boot {disk}", "--check-at-crash", "probe {disk}"],
    ...["--view-either", "cat {disk}", "--", ...command],
  ]);
  const { name, fingerprint } = scenario;
  const recalled = await recallSubject(
    { scenario: name, target: target.name, fingerprint },
    { results: "results" },
  );
  assert.equal(recalled.scenario, scenario);
  assert.equal(recalled.target, target);
});

test("a folder takes the place of a disk, and is replayed as one", async ({ folder }) => {
  const tree = join(folder, "a tree");
  mkdirSync(tree, { recursive: true });
  writeFileSync(join(tree, "file"), "1");
  const words = ["sh", "-c", "ls {tree}; git rev-parse HEAD^{tree}"] as const;
  const made = await makeScenario({ tree, command: words, check: "ls {tree}" });
  const { scenario, target, replayWords } = made;
  assert.is(scenario.name, "any/a-tree");
  assert.equal(replayWords, ["--tree", tree, "--check", "ls {tree}", "--", ...words]);
  const { name, fingerprint } = scenario;
  const id = { scenario: name, target: target.name, fingerprint };
  assert.equal((await recallSubject(id, { results: "results" })).scenario, scenario);
  writeFileSync(join(tree, "file"), "2");
  await refused(() => recallSubject(id, { results: "results" }).then(requireSame), "");
  function requireSame(subject: { readonly scenario: typeof scenario }): void {
    assert.is.not(subject.scenario.fingerprint, fingerprint);
    throw new UsageError("");
  }
  rmSync(join(cacheFolder, "any/a-tree"), { recursive: true });
});

test("each thing that is said makes another scenario", async ({ disk }) => {
  const resume = "one {disk}";
  const said = [
    {},
    { resume },
    { resume: [resume, "two {disk}"] },
    { resume, resumeSuccessCodes: [0, 1] },
    { expects: ["wipe"] },
    { expects: ["gone: A"] },
    { check: "a {disk}" },
    { check: ["a {disk}", "b {disk}"] },
    { checkAtCrash: "a {disk}" },
    { view: "a {disk}" },
    { viewEither: "a {disk}" },
  ];
  const made = await Promise.all(said.map((each) => makeScenario({ disk, command, ...each })));
  const ids = made.map(({ scenario }) => scenario.fingerprint);
  assert.is(new Set(ids).size, said.length);
  const [plain, one] = ids;
  const same = async (more: object) =>
    (await makeScenario({ disk, command, ...more })).scenario.fingerprint;
  assert.is(await same({ resume: [], check: [], expects: [], checkAtCrash: [] }), plain);
  assert.is(await same({ resume: [resume] }), one);
});

test("what does not fit is refused", async ({ disk }) => {
  const wrong = (options: object, message: string) =>
    refused(() => makeScenario({ disk, command, ...options }), message);
  await wrong({ view: "a {disk}", viewEither: "b {disk}" }, "expected one of them");
  await wrong({ resumeSuccessCodes: [1] }, "there is no resume to go with it");
  await wrong({ check: "ls" }, 'the check has no {disk} in it: "ls"');
  await wrong({ checkAtCrash: ["a {disk}", "b"] }, 'the check has no {disk} in it: "b"');
  await wrong({ view: "c" }, 'the check has no {disk} in it: "c"');
  await wrong({ resume: ["a {disk}", "b"] }, 'the resume has no {disk} in it: "b"');
  await wrong({ tree: "/tmp" }, "expected one of them");
  await wrong({ disk: undefined, tree: "/nowhere/at-all" }, "--tree: there is no /nowhere");
  await wrong({ command: ["ls", "{tree}"] }, "has no {disk} in it: it has {tree}, of another");
  await wrong({ expects: ["lost: A"] }, "at expects[0]");
  await wrong({ check: [1] }, "at check");
});

test.run();
