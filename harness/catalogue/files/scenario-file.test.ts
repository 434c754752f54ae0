import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { messageOf, UsageError } from "../../model/errors.js";
import { loadScenario } from "../scenario.js";
import { isFiled, loadScenarioFile } from "./scenario-file.js";
import { loadTargetFile } from "./target-file.js";

const folder = mkdtempSync(join(tmpdir(), "scenario-file-"));
const own = join(folder, "own");
mkdirSync(own);
writeFileSync(join(own, "d.img"), Buffer.alloc(65_536, 1));

test.after(() => rmSync(folder, { recursive: true }));

const target = {
  about: "an updater",
  program: ["./update.sh"],
  arguments: ["--to", "../new.img"],
  env: { FROM: "{here}/x" },
  stepNames: ["run"],
  steps: [],
  missing: "make it",
};

const keys = {
  $schema: "x",
  about: "mine",
  disk: "./d.img",
  target,
  commands: [["./new.img", "--in={here}/a", "plain", "{disk}"]],
  holds: {},
  env: { CONFIG: "{here}/c" },
  checks: { atEnd: ["sh {here}/check.sh {disk}"] },
};

function write(name: string, value: object): string {
  const path = join(own, name);
  writeFileSync(path, JSON.stringify(value, undefined, 1));
  return path;
}

async function whyNot(path: string): Promise<string> {
  const thrown: unknown = await loadScenarioFile(path).catch((error: unknown) => error);
  assert.instance(thrown, UsageError);
  return messageOf(thrown);
}

test("paths inside count from the file, and everything else stays as it is", async () => {
  const { scenario, target: ownTarget } = await loadScenarioFile(write("Where to.json", keys));
  assert.is(scenario.name, "file/where-to");
  assert.ok(isFiled(scenario.name) && !isFiled("resize"));
  assert.equal(scenario.commands, [[`${own}/new.img`, `--in=${own}/a`, "plain", "{disk}"]]);
  assert.is(scenario.image.kind === "given" && scenario.image.path, `${own}/d.img`);
  assert.equal(scenario.checks.atEnd, ["sh {here}/check.sh {disk}"]);
  assert.is(scenario.checksFolder, own);
  assert.equal(scenario.env, { CONFIG: `${own}/c` });
  assert.equal(ownTarget, {
    ...target,
    program: [`${own}/update.sh`],
    arguments: ["--to", `${folder}/new.img`],
    env: { FROM: `${own}/x` },
  });
});

test("the fingerprint is of what is said and of the image's bytes, not of the place", async () => {
  const { scenario } = await loadScenarioFile(write("a.json", keys));
  const other = join(folder, "other");
  cpSync(own, other, { recursive: true });
  const moved = await loadScenarioFile(join(other, "a.json"));
  assert.is(moved.scenario.fingerprint, scenario.fingerprint);
  writeFileSync(join(other, "d.img"), Buffer.alloc(65_536, 2));
  const changed = await loadScenarioFile(join(other, "a.json"));
  assert.is.not(changed.scenario.fingerprint, scenario.fingerprint);
  const more = write("b.json", { ...keys, commands: [["{disk}"]] });
  assert.is.not((await loadScenarioFile(more)).scenario.fingerprint, scenario.fingerprint);
});

test("extends names a scenario by name, or a file whose paths count from that one", async () => {
  const prove = loadScenario("prove");
  const { scenario, target: none } = await loadScenarioFile(
    write("c.json", { extends: "prove", timeoutSeconds: 7 }),
  );
  assert.is(none, undefined);
  assert.equal(scenario, { ...prove, name: "file/c", timeoutSeconds: 7 });
  write("a.json", keys);
  mkdirSync(join(folder, "deep"), { recursive: true });
  const deep = join(folder, "deep", "d.jsonc");
  writeFileSync(deep, '// mine\n{ "extends": "../own/a.json", "about": "deep", }');
  const child = (await loadScenarioFile(deep)).scenario;
  assert.is(child.about, "deep");
  assert.is(child.image.kind === "given" && child.image.path, `${own}/d.img`);
  assert.is(child.checksFolder, own);
});

test("one that names an image of its own takes no other", async () => {
  const path = write("e.json", { extends: "prove", holds: {}, disk: "./d.img" });
  assert.is((await loadScenarioFile(path)).scenario.image.kind, "given");
  const both = write("f.json", { ...keys, fixture: { diskMiB: 4, seed: "x", partitions: [] } });
  assert.match(await whyNot(both), "f.json:4:2: disk: expected either a disk, or a fixture");
});

test("a tree counts from the file, and what holds of it are its paths", async () => {
  mkdirSync(join(own, "tree"), { recursive: true });
  writeFileSync(join(own, "tree", "a"), "1");
  const { disk: _disk, ...noDisk } = keys;
  const onTree = { ...noDisk, tree: "./tree", commands: [["{tree}"]], holds: { always: ["a"] } };
  const checks = { atEnd: ["sh {here}/check.sh {tree}"] };
  const path = write("t.json", { ...onTree, checks });
  const { image, fingerprint } = (await loadScenarioFile(path)).scenario;
  assert.equal(image.kind === "given" && [image.medium, image.path], ["tree", `${own}/tree`]);
  writeFileSync(join(own, "tree", "a"), "2");
  assert.is.not((await loadScenarioFile(path)).scenario.fingerprint, fingerprint);
  const child = write("u.json", { extends: "prove", ...onTree, checks });
  assert.is((await loadScenarioFile(child)).scenario.image.kind, "given");

  const wrong = async (more: object) => whyNot(write("v.json", { ...onTree, checks, ...more }));
  assert.match(await wrong({ holds: { keeps: ["b"] } }), 'holds.keeps: the tree has no "b"');
  assert.match(await wrong({ holds: { identity: ["a"] } }), "only partitions of a disk have such");
  assert.match(await wrong({ commands: [["{disk}"]] }), "has {disk}, of another medium");
  assert.match(await wrong({ checks: { atEnd: ["{disk}"] } }), "check has no {tree} in it");
  assert.match(await wrong({ disk: "./d.img" }), "disk and tree: expected one of them");
  assert.match(
    await wrong({ fixture: { diskMiB: 4, seed: "x", partitions: [] } }),
    "tree: expected either a tree, or",
  );
});

test("what is wrong is told with its place, and with what was meant", async () => {
  const wrong = async (name: string, more: object) => whyNot(write(name, { ...keys, ...more }));
  assert.match(await wrong("g.json", { hods: {} }), 'hods: unknown key; did you mean "holds"?');
  assert.match(
    await wrong("h.json", { holds: { always: ["B"] } }),
    /h\.json:\d+:3: holds\.always: no partition is named "B"$/,
  );
  assert.is(
    await wrong("i.json", { disk: "./no.img" }),
    `${own}/i.json:4:2: disk: there is no ${own}/no.img`,
  );
  assert.match(
    await wrong("j.json", { target: { ...target, steps: [{ line: "x", step: "y" }] } }),
    /j\.json:\d+:3: target\.steps: "y" is not among stepNames$/,
  );
  assert.match(await whyNot(write("k.json", { extends: "./k.json" })), "extends itself");
  assert.match(await whyNot(write("l.json", { extends: "nothing" })), 'unknown scenario "nothing"');
  const { disk: _disk, ...noDisk } = keys;
  assert.match(await whyNot(write("m.json", noDisk)), "expected a disk, a tree, or a fixture");
});

test("a target in a file has a name of its own, and its program counts from the file", async () => {
  writeFileSync(join(own, "update.sh"), "#!/bin/sh\n", { mode: 0o755 });
  const path = write("Up.json", target);
  const loaded = await loadTargetFile(path);
  assert.is(loaded.name, "file-up");
  assert.equal(loaded.program, [`${own}/update.sh`, "--to", `${folder}/new.img`]);
  const given = await loadTargetFile(path, "/bin/true");
  assert.equal(given.program, ["/bin/true", "--to", `${folder}/new.img`]);
  const wrong = write("bad.json", { ...target, setps: [] });
  const thrown: unknown = await Promise.resolve()
    .then(() => loadTargetFile(wrong))
    .catch((error: unknown) => error);
  assert.match(messageOf(thrown), /bad\.json:\d+:2: setps: unknown key; did you mean "steps"\?/);
});

test.run();
