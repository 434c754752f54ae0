import { coverageText, positionsOf } from "../../report/where/where-text.js";
import { pointsOf } from "../../runner/workers/planned-points.js";
import type { GoldenSummary } from "../../runner/workers/messages.js";

/** At how many places in the target's code a plan has crash points, where these are known. */
export function sitePlan({ sites, planned }: GoldenSummary): string[] {
  if (sites === undefined) return [];
  return [coverageText(sites, positionsOf(pointsOf(planned)), "crash points at")];
}
