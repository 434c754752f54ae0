import type { CrashPoint } from "../../model/trace.js";
import type { ExploreRequest, GoldenSummary } from "../../runner/workers/messages.js";
import { pointsOf } from "../../runner/workers/planned-points.js";

/** What an exploration runs at one place of its plan. */
export interface PlannedPlace {
  /** Undefined for the kills at growing distances. */
  readonly point: CrashPoint | undefined;
  /** The place of the first one that leaves the same crash image, as far as that was asked for. */
  readonly first: number;
  /** As part of the order of another one than the first. */
  readonly isAlike: { readonly isAlike?: true };
  /** It is the first kill of its step, and can be run live and be made. */
  readonly isFirstOfStep: boolean;
}

/**
 * The places of a plan, in the order in which they are run. Kills at growing distances come first:
 * that one case tells much, and takes long where the points are many.
 */
export function placesOf(
  { planned, writeCount, kills }: GoldenSummary,
  { depth, models }: ExploreRequest,
): readonly PlannedPlace[] {
  const asksForProgress = depth > 1 && writeCount > 0 && models.includes("kill");
  const progress = asksForProgress ? [placeOfProgress] : [];
  const changes = planned.kind === "changes" ? planned : undefined;
  const liveWrites = new Set(changes?.plan.liveWrites);
  const points = pointsOf(planned).map((point, place): PlannedPlace => {
    const first = changes?.alike?.[place] ?? place;
    const isWholeKill = point.kind === "write" && point.bytes === 0;
    return {
      point,
      first: first + progress.length,
      isAlike: first === place ? {} : { isAlike: true },
      isFirstOfStep: isWholeKill && kills !== "live" && liveWrites.has(point.writes),
    };
  });
  return [...progress, ...points];
}

const placeOfProgress: PlannedPlace = {
  ...{ point: undefined, first: 0, isAlike: {}, isFirstOfStep: false },
};
