import type { ComparedRun } from "./compared-run.js";

/** A run of which a larger part was not run, or was undecided, says too little. */
const mostMissing = 0.1;

/** Why counts of these runs can't be compared; empty where they can. */
export function whyNotComparable(now: ComparedRun, parents: readonly ComparedRun[]): string[] {
  const empty = [now, ...parents].filter(({ cases }) => cases.length === 0);
  return [
    ...empty.map(({ name, unit }) => `${name} has no ${unit} that was decided`),
    ...differences(now, parents, "setting"),
  ];
}

/** What else differs, and may be why findings do. */
export function otherCircumstances(now: ComparedRun, parents: readonly ComparedRun[]): string[] {
  return differences(now, parents, "circumstances");
}

function differences(
  now: ComparedRun,
  parents: readonly ComparedRun[],
  of: "setting" | "circumstances",
): string[] {
  const names = new Set([now, ...parents].flatMap((run) => Object.keys(run[of])));
  return [...names].flatMap((name) => {
    const here = now[of][name] ?? "none";
    const there = new Set(parents.map((run) => run[of][name] ?? "none"));
    return there.size === 1 && there.has(here)
      ? []
      : [`${name}: ${here} now, ${[...there].join(" and ")} before`];
  });
}

/** Tests that not all runs have. Of drawn cases that is no news: each run draws its own. */
export interface Unshared {
  /** Tests that no parent has, and that fail. */
  readonly withoutHistory: readonly string[];
  /** Tests that every parent has, and the new run has not. */
  readonly notRun: readonly string[];
  /** Why that is too much to say that nothing is new. */
  readonly problems: readonly string[];
}

function mostlyUndecided({ name, cases, leftOut }: ComparedRun): string[] {
  const { undecided = 0 } = leftOut;
  const all = cases.length + undecided;
  return undecided > mostMissing * all
    ? [`${undecided} of ${all} cases of ${name} are undecided`]
    : [];
}

/** Compares which tests there are, and how many cases say nothing. */
export function unsharedTests(now: ComparedRun, parents: readonly ComparedRun[]): Unshared {
  if (now.unit === "case") {
    return { withoutHistory: [], notRun: [], problems: mostlyUndecided(now) };
  }
  const here = new Set(now.cases.map(({ id }) => id));
  const there = parents.map(({ cases }) => new Set(cases.map(({ id }) => id)));
  const inEach = [...(there[0] ?? [])].filter((id) => there.every((ids) => ids.has(id)));
  const notRun = inEach.filter((id) => !here.has(id));
  const failing = now.cases.filter(({ outcome }) => outcome === "failed").map(({ id }) => id);
  const fresh = new Set(failing.filter((id) => !there.some((ids) => ids.has(id))));
  const isPart = notRun.length > mostMissing * inEach.length;
  const shared = [...here].filter((id) => there.some((ids) => ids.has(id)));
  return {
    withoutHistory: [...fresh],
    notRun,
    problems: [
      ...(shared.length === 0 ? [`${now.name} has no test that a parent has`] : []),
      ...(isPart ? [`${notRun.length} of ${inEach.length} tests of each parent were not run`] : []),
    ],
  };
}
