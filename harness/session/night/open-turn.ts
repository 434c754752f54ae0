import { openSmall } from "../../catalogue/small/small-job.js";
import { loadSmallTargets } from "../../catalogue/small/small-targets.js";
import { CannotJudge } from "../../model/errors.js";
import type { NightSubject } from "../../store/night/night-record.js";
import type { SessionPlan } from "../cases/session-plan.js";
import { planExploration, type ExploreOptions } from "../explore.js";
import { planSoak, type SoakOptions } from "../soak.js";
import { loadScenario, type Subject } from "../subject/subject.js";
import type { Turn } from "./draw-turn.js";

/** What a turn crashes, and what is special about it. */
interface Opened {
  readonly subject: Subject;
  /** What it promises: under which crash models it is to be tried. */
  readonly promises: Pick<ExploreOptions, "models" | "devices" | "interrupts">;
}

/**
 * What a turn is to do, in a folder for its run. Rejects with UsageError or CannotJudge where that
 * is not there any more.
 */
export async function planTurn(
  turn: Turn,
  frame: { readonly results: string; readonly jobs: number; readonly strict: boolean },
  notice: (text: string) => void,
): Promise<SessionPlan> {
  const { subject, promises } = await openSubject(turn.subject, notice);
  const options = { ...turn.options, ...promises, ...frame };
  return turn.by === "soak"
    ? planSoak(subject, options as SoakOptions)
    : planExploration(subject, options);
}

/** Opens what a turn crashes. Rejects as planTurn. */
export async function openSubject(
  subject: NightSubject,
  notice: (text: string) => void,
): Promise<Opened> {
  if (!("small" in subject)) {
    const { scenario, target } = subject;
    return { subject: loadScenario(scenario, { target }), promises: {} };
  }
  const row = loadSmallTargets().right.find(({ name }) => name === subject.small);
  if (row === undefined)
    throw new CannotJudge(`small target ${subject.small} is not there any more`);
  const { scenario, target } = await openSmall(row, notice);
  const { models, devices, interrupts } = row;
  return {
    subject: { scenario, target, replayWords: [] },
    promises: {
      models,
      ...(devices && { devices }),
      ...(interrupts && models.includes("interrupt") && { interrupts }),
    },
  };
}
