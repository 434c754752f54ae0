import type { CrashModel } from "../model/trace.js";
import { planExploration } from "./explore.js";
import { seedFrom } from "./options/run-options.js";
import type { SessionPlan } from "./cases/session-plan.js";
import { planSoak } from "./soak.js";
import { loadScenario } from "./subject/subject.js";

/** One part of the fixed subset: seeded kills, or crash points that are explored. */
export interface SmokePart {
  readonly scenario: string;
  readonly target: string;
  readonly work:
    | { readonly kind: "kills"; readonly cases: number }
    /** At these, as `explore --points` has them. */
    | { readonly kind: "points"; readonly points: string };
}

/** The fixed subset: few cases of each scenario on each target, enough for some minutes. */
export const smokeParts: readonly SmokePart[] = [
  part("resize", "reference", 12),
  part("resize", "reference", "gpt,sample=5"),
  part("resize-preserve-numbers", "reference", 6),
  part("resize-combined", "reference", 6),
  part("resize", "partitionresizer", 12),
  part("resize", "partitionresizer", "gpt,sample=6"),
];

function part(scenario: string, target: string, work: number | string): SmokePart {
  return typeof work === "number"
    ? { scenario, target, work: { kind: "kills", cases: work } }
    : { scenario, target, work: { kind: "points", points: work } };
}

const kills = { least: 1, most: 3 };
/** Those that cost no live run each. */
const models: readonly CrashModel[] = ["kill", "torn", "power"];
const fixedSeed = "5eed";

/** The seed of all parts, or a word for it: CHAOS_SEED, else the fixed one; drawn where empty. */
export function smokeSeed(): string {
  return (process.env["CHAOS_SEED"] ?? fixedSeed) || seedFrom(undefined);
}

/** What a part is to do. Throws UsageError, also where its target is missing. */
export function planSmoke(
  { scenario, target, work }: SmokePart,
  frame: { readonly seed: string; readonly results: string },
): SessionPlan {
  const subject = loadScenario(scenario, { target });
  if (work.kind === "kills") {
    const plan = planSoak(subject, { ...frame, kills, budget: { cases: work.cases } });
    return { ...plan, command: "smoke" };
  }
  const { points } = work;
  const plan = planExploration(subject, { ...frame, models, points, nested: points });
  return { ...plan, command: "smoke", shown: { model: models.join(","), points } };
}
