import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkerNames } from "../../model/findings/checker-names.js";
import { loadKnownBad, targetNameOf } from "./known-bad.js";
import { rootFolder } from "../places.js";
import { listScenarios } from "../scenario.js";
import { listTargets, loadTarget } from "../target.js";

const knownBad = loadKnownBad();

test("each known-bad resizer has its source, and each source its place in the catalogue", () => {
  const folder = join(rootFolder, "fixtures", "resizers", "known-bad");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const sources = files.filter((file) => file.endsWith(".ts"));
  const expected = knownBad.map(({ name, needs }) => `${needs}/${name}.ts`);
  assert.equal(sources.sort(), expected.sort());
  assert.ok(knownBad.length >= 30);
});

test("each is a target with the reference's steps and a scenario that there is", () => {
  const { steps, stepNames } = loadTarget("reference");
  for (const bad of knownBad) {
    const target = loadTarget(targetNameOf(bad));
    assert.is(target.name, `bad-${bad.name}`);
    assert.equal([target.steps, target.stepNames], [steps, stepNames]);
    assert.match(
      target.program.at(-1) ?? "",
      new RegExp(`/known-bad/${bad.needs}/${bad.name}\\.js$`),
    );
    assert.ok(listScenarios().includes(bad.scenario), bad.scenario);
  }
});

test("they are not among the targets that are offered", () => {
  assert.not(listTargets().some((name) => name.startsWith("bad-")));
  assert.throws(() => loadTarget("bad-no-such-mistake"), /unknown target "bad-no-such-mistake"/);
});

test("each checker is what some known-bad resizer is caught by", () => {
  const expected = new Set<string>(knownBad.map(({ expected }) => expected.checker));
  const unused = checkerNames.filter((name) => !expected.has(name));
  assert.equal(unused, []);
});

test.run();
