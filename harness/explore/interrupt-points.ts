import type { Interrupt } from "../model/trace.js";
import type { Place } from "./place.js";

/** Where a run is interrupted, and how many of the places stand for others. */
export interface InterruptPoints {
  readonly points: readonly Interrupt[];
  readonly leftOutCount: number;
}

/**
 * Ctrl-C after some of these writes, which are in order: each costs a whole run of the target, so
 * that only the first and the last write of each step to each region are taken, or `all`.
 */
export function interruptPoints(places: readonly Place[], all: boolean): InterruptPoints {
  const keyOf = ({ step, region }: Place) => `${step}\n${region.name}`;
  const [first, last] = [new Map<string, Place>(), new Map<string, Place>()];
  for (const place of places) {
    const key = keyOf(place);
    if (!first.has(key)) first.set(key, place);
    last.set(key, place);
  }
  const ends = new Set([...first.values(), ...last.values()]);
  const points = places
    .filter((place) => all || ends.has(place))
    .map(({ write }) => ({ kind: "interrupt" as const, writes: write.number }));
  return { points, leftOutCount: places.length - points.length };
}
