import { test } from "uvu";
import * as assert from "uvu/assert";
import { sha256 } from "../../model/sha256.js";
import { loadScenario, type Scenario } from "../scenario.js";
import { variedKeys, variedKinds, variedName } from "./varied.js";

const seeds = Array.from({ length: 200 }, (_, index) => index + 1);

function recipeOf({ image }: Scenario) {
  if (image.kind === "built") return image.recipe;
  throw new Error("not built from a recipe");
}

test("200 seeds: the recipes fit, and both kinds do the same work on the same disk", () => {
  for (const seed of seeds) {
    const [two, one] = variedKinds.map((kind) => loadScenario(variedName(kind, seed)));
    assert.ok(two !== undefined && one !== undefined);
    assert.equal(recipeOf(two), recipeOf(one));
    assert.is(two.commands.length, 2);
    assert.is(one.commands.length, 1);
    assert.equal(wordsOf(two), wordsOf(one));
  }
});

/** What is asked for, in whatever number of commands. */
function wordsOf({ commands }: Scenario): string[] {
  return [...new Set(commands.flat())].sort();
}

test("what grows fits into what P3 gives, and gets larger", () => {
  for (const seed of seeds) {
    const scenario = loadScenario(variedName("combined", seed));
    const wished = new Map(
      scenario.commands.flat().flatMap((word) =>
        word
          .split(",")
          .map((each) => /^label:(.+):(\d+)M$/.exec(each))
          .map((match): [string, number] => [match?.[1] ?? "", Number(match?.[2] ?? 0)]),
      ),
    );
    const sizes = recipeOf(scenario).partitions.map(({ name, sizeMiB }) => ({
      name,
      sizeMiB,
      toMiB: wished.get(name) ?? sizeMiB,
    }));
    const grown = sizes.filter(({ sizeMiB, toMiB }) => toMiB > sizeMiB);
    const freedMiB = sizes.reduce((sum, each) => sum + Math.max(0, each.sizeMiB - each.toMiB), 0);
    assert.equal(grown.map(({ name }) => name).sort(), ["EFI System", "IMGA", "IMGB"]);
    assert.ok(freedMiB > grown.reduce((sum, { toMiB }) => sum + toMiB + 1, 0), `seed ${seed}`);
  }
});

test("the first ten seeds have both sizes of sectors, and numbers preserved or not", () => {
  const first = seeds.slice(0, 10).map((seed) => loadScenario(variedName("resize", seed)));
  const sectors = new Set(first.map((each) => recipeOf(each).sectorBytes));
  assert.equal([...sectors].sort(), [4096, 512]);
  const preserved = first.map(({ commands }) => commands.flat().includes("--preserve-numbers"));
  assert.equal([...new Set(preserved)].sort(), [false, true]);
});

test("a seed is the same scenario for ever: ids name it", () => {
  const { fixture, commands, holds } = variedKeys("varied/resize-7") ?? {};
  const digest = sha256(JSON.stringify([fixture, commands, holds]));
  assert.is(digest.slice(0, 16), "628ca319199e79d4");
});

test("other names are no drawn scenarios", () => {
  for (const name of ["varied/resize", "varied/resize-7x", "varied/other-7", "varied/resize--1"]) {
    assert.is(variedKeys(name), undefined);
    assert.throws(() => loadScenario(name), /there are: .*varied\/resize-SEED/);
  }
});

test.run();
