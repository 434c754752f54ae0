import { test } from "uvu";
import * as assert from "uvu/assert";
import { decodeRecipe } from "../../../../fixtures/images/recipe/recipe.js";
import { disk, ext4, part } from "../../../oracles/facts/facts.samples.js";
import { baseHealth } from "./base-health.js";
import { notMended } from "./mended.js";
import type { Scenario } from "../../../catalogue/scenario.js";

const damage = [{ kind: "backup header" }, { kind: "ext4 leak", partition: "A" }] as const;
const image = {
  kind: "built",
  recipe: decodeRecipe({
    diskMiB: 40,
    seed: "x",
    partitions: [{ number: 1, name: "A", sizeMiB: 30, content: { kind: "ext4", fillMiB: 1 } }],
    damage,
  }),
} as const;
const scenario = { image } as unknown as Scenario;

const whole = disk([part(1, "A", ext4([]))]);
const damaged = disk(whole.partitions, {
  census: { ...whole.census, state: "backup invalid" as const },
});
const sick = [{ partition: "A", kind: "complaint" as const, complaint: "a block leaks" }];
const clean = [{ partition: "A", kind: "clean" as const }];

test("damage that was asked for is no problem of the base, but it must show", () => {
  assert.equal(baseHealth(damaged, sick, damage).problems, []);
  assert.equal(baseHealth(whole, clean, damage).problems, [
    `its GPT is "clean", and not "backup invalid"`,
    "A: expected a complaint of its checker, found none",
  ]);
});

test("other damage than was asked for is a problem", () => {
  const other = [{ partition: "B", kind: "complaint" as const, complaint: "torn" }];
  assert.equal(baseHealth(damaged, [...sick, ...other], damage).problems, ["B: torn"]);
  const [first = ""] = baseHealth(damaged, [], [{ kind: "primary header" }]).problems;
  assert.match(first, `its GPT is "backup invalid", and not "primary invalid"`);
});

test("a run that is done must have mended it; one that is to refuse must not", () => {
  const left = { changedPages: new Map() };
  const checkers = (run: Parameters<typeof notMended>[1], asked: Partial<Scenario> = {}) =>
    notMended({ ...scenario, ...asked }, run).map(({ checker }) => checker);
  const asBefore = { ...left, facts: damaged, fsck: sick };
  assert.equal(checkers(asBefore), ["gpt", "fsck"]);
  assert.equal(checkers({ ...left, facts: whole, fsck: clean }), []);
  assert.equal(checkers(asBefore, { ends: "refused" }), []);
});

test.run();
