import type { NightPlan, TurnKind } from "../../catalogue/night/night-plan.js";
import { loadSmallTargets, missingTool } from "../../catalogue/small/small-targets.js";
import { loadScenario } from "../../catalogue/scenario.js";
import { checkTarget, loadTarget, TargetMissing } from "../../catalogue/target.js";
import { CannotJudge, UsageError } from "../../model/errors.js";
import type { NightRecord, NightSubject } from "../../store/night/night-record.js";
import { badSubjects } from "../proof/bad-subjects.js";

type Resolved = Pick<NightRecord, "turns" | "leftOut" | "canary">;

/**
 * What of a plan can be done on this machine; what is missing is left out, each with the reason.
 * Throws UsageError for a name that there is not, CannotJudge where nothing is left.
 */
export function resolvePlan(plan: NightPlan): Resolved {
  const leftOut = new Map<string, string>();
  const turns = plan.turns.flatMap((kind) => {
    const all = subjectsOf(kind);
    const subjects = all.filter((subject) => {
      const why = whyMissing(subject);
      if (why !== undefined) leftOut.set(nameOf(subject), why);
      return why === undefined;
    });
    const { weight, cases, soak, explore } = kind;
    const options = JSON.parse(JSON.stringify(soak ?? explore)) as Record<string, never>;
    const by = soak === undefined ? ("explore" as const) : ("soak" as const);
    return subjects.length === 0 ? [] : [{ weight, cases, subjects, by, options }];
  });
  if (turns.length === 0) {
    const whys = [...leftOut].map(([what, why]) => `${what}: ${why}`).join("; ");
    throw new CannotJudge(`nothing of the plan can be run on this machine: ${whys}`);
  }
  const canaries = canariesOf(plan, leftOut);
  return {
    turns,
    leftOut: [...leftOut].map(([what, why]) => ({ what, why })),
    canary: { everyTurns: plan.canary.everyTurns, targets: canaries },
  };
}

function subjectsOf({ scenarios = [], targets = [], small }: TurnKind): NightSubject[] {
  if (small === undefined) {
    return scenarios.flatMap((scenario) => targets.map((target) => ({ scenario, target })));
  }
  const rows = loadSmallTargets().right.map(({ name }) => name);
  const wanted = small.includes("*") ? rows : small;
  const unknown = wanted.find((name) => !rows.includes(name));
  if (unknown === undefined) return wanted.map((name) => ({ small: name }));
  throw new UsageError(`unknown small target "${unknown}"; there are: ${rows.join(", ")}`);
}

/** Throws UsageError for a name that there is not. */
function whyMissing(subject: NightSubject): string | undefined {
  if ("small" in subject) {
    const row = loadSmallTargets().right.find(({ name }) => name === subject.small);
    const tool = missingTool(row?.tools ?? []);
    return tool === undefined ? undefined : `${tool} is not installed`;
  }
  loadScenario(subject.scenario.replace("*", "1"));
  checkTarget(subject.target);
  try {
    loadTarget(subject.target);
    return undefined;
  } catch (error) {
    if (error instanceof TargetMissing) return error.message;
    throw error;
  }
}

function nameOf(subject: NightSubject): string {
  return "small" in subject ? `small target ${subject.small}` : `target ${subject.target}`;
}

function canariesOf({ canary }: NightPlan, leftOut: Map<string, string>): string[] {
  const all = badSubjects();
  const found = canary.targets.filter((name) => {
    const bad = all.find((each) => each.name === name);
    if (bad === undefined) {
      throw new UsageError(`canary.targets: unknown known-bad target "${name}"`);
    }
    const tool = missingTool(bad.tools ?? []);
    if (tool !== undefined) leftOut.set(`canary ${name}`, `${tool} is not installed`);
    return tool === undefined;
  });
  if (found.length > 0) return found;
  throw new CannotJudge("no canary of the plan can be run on this machine: see its tools");
}
