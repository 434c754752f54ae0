import type { Scenario } from "../../catalogue/scenario.js";
import type { Fault } from "../../model/verdict.js";
import type { Lab } from "../lab/lab.js";
import {
  UserChecks,
  sameView,
  type Inspector,
  type Refusal,
  type View,
} from "../lab/user-checks.js";

/** What the user's own checks say of a medium that has not been crashed. */
export interface UserSeen {
  /** Undefined where the user has brought no view. */
  readonly view: View | undefined;
  /** What they refuse at the end of a run. */
  readonly atEnd: readonly Fault[];
  /** What they refuse at any moment. */
  readonly atCrash: readonly Fault[];
}

/** What is known of the user's own checks before any crash. Plain data. */
export interface UserGolden {
  readonly before: UserSeen;
  readonly after: readonly [UserSeen, UserSeen];
}

/** Runs the user's own checks on copies of what is on the bench. */
export async function userSees(lab: Lab, { checks }: Scenario): Promise<UserSeen> {
  const user = new UserChecks(checks);
  return {
    view: await user.viewOf(lab),
    atEnd: await user.atEnd(lab),
    atCrash: await user.atCrash(lab),
  };
}

/** Why nothing can be judged by these checks; undefined where it can. */
export function whyUserBlind({ before, after: [first, second] }: UserGolden): string | undefined {
  const [refused] = before.atCrash;
  if (refused !== undefined) {
    return `the check at the crash refuses the image before anything has run: ${refused.message}`;
  }
  if (first.view === undefined || second.view === undefined) return undefined;
  if (sameView(first.view, second.view)) return undefined;
  return "two uninterrupted runs differ in what the view shows of them";
}

/** What they refuse though nothing was crashed. */
export function refusedUncrashed({ after: [first] }: UserGolden): Fault[] {
  return [...first.atEnd, ...first.atCrash].map((each) => ({ ...each, class: "check failed" }));
}

/** A check that refuses an uninterrupted end, or the base, is not asked of crashed ones like it. */
export function newRefusals(found: readonly Fault[], known: readonly Fault[]): Fault[] {
  return found.filter(({ place }) => known.every((each) => each.place !== place));
}

/**
 * What the user's view lacks of what an uninterrupted run shows in it, or of what those states show
 * that will do as well. Nothing where the user has no view.
 */
export async function notInView(
  user: UserChecks,
  lab: Inspector,
  { before, after }: UserGolden,
  alsoGood: readonly UserSeen[],
): Promise<Refusal[]> {
  const found = await user.viewOf(lab);
  if (found === undefined || before.view === undefined) return [];
  const views = [...after, ...alsoGood]
    .map(({ view }) => view)
    .filter((view) => view !== undefined);
  return user.viewRefusals(found, views, before.view);
}
