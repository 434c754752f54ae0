import type { Damage } from "../../../../fixtures/images/recipe/schema.js";
import type { Fault } from "../../../model/verdict.js";
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
export function notMended(scenario: Scenario, { facts, fsck }: GoldenRun): Fault[] {
  if (changesNothing(scenario)) return [];
  const damage = damageOf(scenario);
  const leaky = leakyPartitions(damage);
  const { state } = facts.census;
  const table = askedState(damage) !== "clean" && state !== "clean";
  return [
    ...(table ? [notDone("gpt", "GPT", `the GPT was damaged and still is: it is "${state}"`)] : []),
    ...fsck
      .filter(isComplaint)
      .filter(({ partition }) => leaky.has(partition))
      .map(({ partition, complaint }) => notDone("fsck", partition, `still sick: ${complaint}`)),
  ];
}

function notDone(checker: string, place: string, message: string): Fault {
  return { checker, class: "diverged", place, message };
}
