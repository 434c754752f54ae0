import type { Damage } from "../../../../fixtures/images/recipe/schema.js";
import { wrongUncrashed, type Finding } from "../../../model/verdict.js";
import { isComplaint } from "../../../oracles/fsck/fsck.js";
import type { GoldenRun } from "../../../oracles/golden.js";
import { askedState, leakyPartitions } from "./base-health.js";
import { changesNothing } from "../../../catalogue/expected-end.js";
import type { Scenario } from "../../../catalogue/scenario.js";

/** The damage that a scenario's image has on purpose. */
export function damageOf({ image }: Pick<Scenario, "image">): readonly Damage[] {
  return image.kind === "built" ? (image.recipe.damage ?? []) : [];
}

/** What was broken on purpose, and a run that has changed the disk with success has left so. */
export function notMended(scenario: Scenario, { facts, fsck }: GoldenRun): Finding[] {
  if (changesNothing(scenario)) return [];
  const damage = damageOf(scenario);
  const leaky = leakyPartitions(damage);
  const { state } = facts.census;
  const table = askedState(damage) !== "clean" && state !== "clean";
  return [
    ...(table ? [wrongUncrashed("gpt", `the GPT was damaged and still is: it is "${state}"`)] : []),
    ...fsck
      .filter(isComplaint)
      .filter(({ partition }) => leaky.has(partition))
      .map(({ partition, complaint }) =>
        wrongUncrashed("fsck", `still sick: ${partition}: ${complaint}`),
      ),
  ];
}
