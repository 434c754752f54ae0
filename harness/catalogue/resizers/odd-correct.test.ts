import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { loadOddCorrect, oddTargetName } from "./odd-correct.js";
import { rootFolder } from "../places.js";
import { listScenarios } from "../scenario.js";
import { listTargets, loadTarget } from "../target.js";

const odd = loadOddCorrect();
/** What the sources share. */
const helpers = ["forget-uncommitted.ts", "writer.ts"];

test("each odd but correct resizer has its source, and each source its place", () => {
  const folder = join(rootFolder, "fixtures", "resizers", "correct");
  const sources = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  const expected = [...odd.map(({ name }) => `${name}.ts`), ...helpers];
  assert.equal(sources.sort(), expected.sort());
});

test("each is a target with the reference's steps and a scenario that there is", () => {
  const { steps, stepNames } = loadTarget("reference");
  for (const each of odd) {
    const target = loadTarget(oddTargetName(each));
    assert.is(target.name, `odd-${each.name}`);
    assert.equal([target.steps, target.stepNames], [steps, stepNames]);
    assert.match(target.program.at(-1) ?? "", new RegExp(`/correct/${each.name}\\.js$`));
    assert.is(
      target.program.some((part) => part.endsWith("/writer.pl")),
      "writer" in each,
    );
    assert.ok(listScenarios().includes(each.scenario), each.scenario);
  }
});

test("they are not among the targets that are offered", () => {
  assert.not(listTargets().some((name) => name.startsWith("odd-")));
  assert.throws(() => loadTarget("odd-no-such-way"), /unknown target "odd-no-such-way"/);
});

test.run();
