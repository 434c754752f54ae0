import type { Golden } from "../golden.js";
import type { Difference } from "./difference.js";

/**
 * Whether a difference is that something is still there which uninterrupted runs lose without being
 * meant to: what golden lost is no yardstick.
 */
export function isUnmeant({ unmeant }: Golden, { place }: Difference): boolean {
  return unmeant.has(place);
}
