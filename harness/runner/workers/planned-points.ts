import type { PointPlan } from "../../explore/points.js";
import type { FlushTrial } from "../../explore/power/flush-trials.js";
import type { CrashPoint, LinePoint } from "../../model/trace.js";

/** The crash points that were chosen. */
export type PlannedPoints =
  /** None were asked for: only live kills are run, drawn as they come. */
  | { readonly kind: "none" }
  /** It writes nothing and is to write nothing: it is killed at lines that it prints. */
  | { readonly kind: "lines"; readonly points: readonly LinePoint[] }
  | {
      readonly kind: "changes";
      readonly plan: PointPlan;
      /** What is run to find out which flushes matter. None where that was not asked for. */
      readonly flushes: readonly FlushTrial[];
      /** To each point the place of the first with the same image, where that was asked for. */
      readonly alike?: readonly number[];
    };

/** The points, in the order in which they are run. */
export function pointsOf(planned: PlannedPoints): readonly CrashPoint[] {
  switch (planned.kind) {
    case "none":
      return [];
    case "lines":
      return planned.points;
    case "changes":
      return planned.plan.points;
  }
}
