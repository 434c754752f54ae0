import type { Interrupt } from "../model/trace.js";
import type { PlacedChange } from "./placed-change.js";

/** Where a run is interrupted, and how many of the places stand for others. */
export interface InterruptPoints {
  readonly points: readonly Interrupt[];
  readonly leftOutCount: number;
}

/**
 * Ctrl-C after some of these writes, which are in order: each costs a whole run of the target, so
 * that only the first and the last write of each step to each region are taken, or `all`.
 */
export function interruptPoints(places: readonly PlacedChange[], all: boolean): InterruptPoints {
  const keyOf = ({ step, place }: PlacedChange) => `${step}\n${place.name}`;
  const [first, last] = [new Map<string, PlacedChange>(), new Map<string, PlacedChange>()];
  for (const place of places) {
    const key = keyOf(place);
    if (!first.has(key)) first.set(key, place);
    last.set(key, place);
  }
  const ends = new Set([...first.values(), ...last.values()]);
  const points = places
    .filter((place) => all || ends.has(place))
    .map(({ number }) => ({ kind: "interrupt" as const, writes: number }));
  return { points, leftOutCount: places.length - points.length };
}
