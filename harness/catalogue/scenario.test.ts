import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { scenariosFolder } from "./places.js";
import { readJson } from "./read-json.js";
import { refused } from "./refused.samples.js";
import { decodeScenario, listScenarios, loadScenario, merged } from "./scenario.js";
import { decodeTarget } from "./target.js";

const fixture = { diskMiB: 8, seed: "x", partitions: [{ number: 1, name: "A", sizeMiB: 1 }] };
const named = { target: "t", class: "stuck", checker: "told", place: "exit code", why: "so it is" };
const known = { ...named, step: "copy" };
const keys = {
  about: "a small one",
  commands: [["--go", "{disk}"]],
  holds: { always: ["A"] },
  fixture,
};
const without = (name: string) =>
  Object.fromEntries(Object.entries(keys).filter(([key]) => key !== name));

const whyNot = (value: Record<string, unknown>) => refused(() => decodeScenario("x", value));

for (const name of listScenarios()) {
  test(`scenario ${name} loads, and its known violations name targets and their steps`, () => {
    const scenario = loadScenario(name);
    assert.is(scenario.name, name);
    assert.match(scenario.fingerprint, /^[0-9a-f]{4}$/);
    for (const command of scenario.commands) assert.ok(command.includes("{disk}"));
    for (const entry of scenario.known) {
      const file = readJson(join(scenariosFolder, "targets", `${entry.target}.json`));
      const { stepNames } = decodeTarget(entry.target, { ...file, program: ["{node}"] });
      if ("step" in entry) assert.ok(stepNames.includes(entry.step), entry.step);
    }
  });
}

test("scenarios are listed sorted, without targets", () => {
  const names = listScenarios();
  assert.ok(names.includes("resize"));
  assert.equal(names, [...names].sort());
  assert.not(names.some((name) => name.startsWith("targets")));
});

test("an unknown name lists the names", () => {
  for (const name of ["resiz", "../package", "", "Resize"]) {
    const message = refused(() => loadScenario(name));
    assert.match(message, `unknown scenario "${name}"; there are: `);
    assert.match(message, listScenarios().join(", "));
  }
});

test("what a scenario does not say has its default", () => {
  const scenario = decodeScenario("x", keys);
  assert.is(scenario.timeoutSeconds, 120);
  assert.equal(scenario.known, []);
  assert.equal(scenario.holds, { always: ["A"], oneOf: [], bystanders: [], keeps: [] });
});

test("an unknown key is named, at each depth", () => {
  assert.match(whyNot({ ...keys, knwon: [] }), "knwon");
  assert.match(whyNot({ ...keys, holds: { alwyas: [] } }), "alwyas");
  assert.match(whyNot({ ...keys, known: [{ ...known, regoin: "" }] }), "regoin");
  const message = whyNot({ ...keys, fixture: { ...fixture, sed: "" } });
  assert.match(message, "scenario x: fixture.sed: unknown key");
});

test("a missing field is named", () => {
  for (const name of ["about", "commands", "holds", "fixture"]) {
    assert.match(whyNot(without(name)), name);
  }
  assert.match(whyNot({ ...keys, known: [{ ...known, why: "" }] }), "known[0].why");
});

test("a class that does not exist is named, with those that do", () => {
  const message = whyNot({ ...keys, known: [{ ...known, class: "stuk" }] });
  assert.match(message, "known[0].class");
  assert.match(message, "stuck");
});

test("a known violation names class, checker, place, and a step or that it takes no crash", () => {
  const uncrashed = { ...named, without: "a crash" };
  assert.is(decodeScenario("x", { ...keys, known: [known, uncrashed] }).known.length, 2);
  for (const field of ["class", "checker", "place", "why"]) {
    for (const whole of [known, uncrashed]) {
      const some = Object.fromEntries(Object.entries(whole).filter(([key]) => key !== field));
      assert.match(whyNot({ ...keys, known: [some] }), `known[0].${field}`);
    }
  }
  assert.match(whyNot({ ...keys, known: [named] }), "known[0].step");
  assert.match(whyNot({ ...keys, known: [{ ...known, without: "a crash" }] }), "known[0]");
  assert.match(whyNot({ ...keys, known: [{ ...uncrashed, model: "torn" }] }), "known[0]");
});

test("commands and times that can't be run are named", () => {
  assert.match(whyNot({ ...keys, commands: [] }), "commands");
  assert.match(whyNot({ ...keys, commands: [[]] }), "commands[0]");
  assert.match(whyNot({ ...keys, timeoutSeconds: 0 }), "timeoutSeconds");
});

test("a name in holds that no partition has is named: it would always hold", () => {
  for (const [field, value] of [
    ["always", ["A", "B"]],
    ["oneOf", [["A", "B"]]],
    ["bystanders", ["B"]],
    ["keeps", ["B"]],
  ] as const) {
    const message = whyNot({ ...keys, holds: { [field]: value } });
    assert.is(message, `scenario x: holds.${field}: no partition is named "B"`);
  }
});

test("the fingerprint changes with fixture, commands and holds, not with the rest", () => {
  const { fingerprint } = decodeScenario("x", keys);
  const other = (more: object) => decodeScenario("x", { ...keys, ...more }).fingerprint;
  assert.is.not(other({ fixture: { ...fixture, seed: "y" } }), fingerprint);
  assert.is.not(other({ commands: [["--gone", "{disk}"]] }), fingerprint);
  assert.is.not(other({ holds: { keeps: ["A"] } }), fingerprint);
  assert.is(other({ known: [known] }), fingerprint);
  assert.is(other({ about: "another text" }), fingerprint);
  assert.is(decodeScenario("y", keys).fingerprint, fingerprint);
});

test("what is expected changes the fingerprint where it is said, however it is spaced", () => {
  const { fingerprint, expects } = decodeScenario("x", keys);
  assert.equal(expects, []);
  const one = decodeScenario("x", { ...keys, expects: ["gone: A, /a"] });
  assert.equal(one.expects, [{ kind: "gone", names: ["A", "/a"] }]);
  assert.is.not(one.fingerprint, fingerprint);
  assert.is(decodeScenario("x", { ...keys, expects: [] }).fingerprint, fingerprint);
  const spaced = decodeScenario("x", { ...keys, expects: [" gone:A ,/a"] });
  assert.is(spaced.fingerprint, one.fingerprint);
});

test("what is expected must be readable, and mean a partition that is there", () => {
  const message = whyNot({ ...keys, expects: ["wipe", "lost: A"] });
  assert.match(message, 'found "lost: A"');
  assert.match(message, "at expects[1]");
  const why = 'scenario x: expects: no partition is named "B"';
  assert.is(whyNot({ ...keys, expects: ["changed: P1, B"] }), why);
});

test("checks change the fingerprint where there are any, and must look at the disk", () => {
  const { fingerprint, checks } = decodeScenario("x", keys);
  assert.equal(checks, { atEnd: [], atCrash: [] });
  const withChecks = (given: object) => decodeScenario("x", { ...keys, checks: given });
  for (const none of [{}, { atEnd: [] }, { atEnd: [], atCrash: [] }]) {
    assert.is(withChecks(none).fingerprint, fingerprint);
  }
  const line = "ls {disk}";
  const all = [
    { atEnd: [line] },
    { atCrash: [line] },
    { view: { line } },
    { view: { line, like: "either" } },
  ];
  const prints = new Set(all.map((each) => withChecks(each).fingerprint));
  assert.is(prints.add(fingerprint).size, 5);
  assert.equal(withChecks({ view: { line } }).checks.view, { line, like: "golden" });
  const message = whyNot({ ...keys, checks: { atEnd: [line, "ls"] } });
  assert.match(message, "has no {disk} in it");
  assert.match(message, "at checks.atEnd[1]");
  assert.match(whyNot({ ...keys, checks: { view: { line, like: "old" } } }), "checks.view.like");
});

test("the fingerprints of stored scenarios are frozen", () => {
  const prints = ["resize", "prove"].map((name) => loadScenario(name).fingerprint);
  assert.equal(prints, ["0774", "4405"]);
});

test("extends: own keys take the place of the parent's, whole", () => {
  const files: Record<string, Record<string, unknown>> = {
    grand: { about: "grand", commands: 1, holds: { always: 1 } },
    parent: { extends: "grand", about: "parent", holds: { oneOf: 1 } },
    child: { extends: "parent", about: "child" },
  };
  const read = (name: string) => files[name] ?? {};
  assert.equal(merged("child", read), { about: "child", commands: 1, holds: { oneOf: 1 } });
  assert.equal(merged("grand", read), files["grand"]);
});

test("extends: what is no name, and a circle, are refused", () => {
  assert.match(
    refused(() => merged("x", () => ({ extends: 3 }))),
    "x: extends must be a name",
  );
  const circle = (name: string) => ({ extends: name === "a" ? "b" : "a" });
  assert.match(
    refused(() => merged("a", circle)),
    "scenario b: extends itself: a, b, a",
  );
  assert.match(
    refused(() => merged("a", () => ({ extends: "a" }))),
    "extends itself: a, a",
  );
});

test.run();
