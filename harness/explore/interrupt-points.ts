import type { Interrupt, InterruptSignal } from "../model/trace.js";
import type { PlacedChange } from "./placed-change.js";

/** How runs are interrupted. */
export interface Interrupting {
  readonly signals: readonly InterruptSignal[];
  /** So many signals a run at most: many programs end at once only when they are asked again. */
  readonly most: 1 | 2;
}

/** Ctrl-C, once. */
export const usualInterrupting: Interrupting = { signals: ["INT"], most: 1 };

/** Where a run is interrupted, and how many of the places stand for others. */
export interface InterruptPoints {
  readonly points: readonly Interrupt[];
  readonly leftOutCount: number;
}

/**
 * A signal after some of these writes, which are in order, and each of the signals at each place:
 * each costs a whole run of the target, so that only the first and the last write of each step to
 * each region are taken, or `all`.
 */
export function interruptPoints(
  places: readonly PlacedChange[],
  all: boolean,
  signals: readonly InterruptSignal[],
): InterruptPoints {
  const ends = endsOf(places);
  const points = signals.flatMap((signal) =>
    places
      .filter((place) => all || ends.has(place))
      .map(({ number }) => ({ kind: "interrupt" as const, writes: number, signal })),
  );
  return { points, leftOutCount: places.length * signals.length - points.length };
}

/** So many later writes are each followed by a second signal. */
const fewWrites = 8;

/**
 * The same signal again, by what the run that got it once has written `later`, in order: after each
 * of these writes where they are few, or with `all`; else after the first, second, fourth, eighth
 * and so on, and after the first and the last of each step to each region.
 */
export function secondInterrupts(
  first: Interrupt,
  later: readonly PlacedChange[],
  all: boolean,
): InterruptPoints {
  const isEach = all || later.length <= fewWrites;
  const ends = endsOf(later);
  const points = later
    .filter((place, index) => isEach || ends.has(place) || Number.isInteger(Math.log2(index + 1)))
    .map(({ number }) => ({ ...first, againAfter: number - first.writes }));
  return { points, leftOutCount: later.length - points.length };
}

/** The first and the last change of each step to each place. */
function endsOf(places: readonly PlacedChange[]): ReadonlySet<PlacedChange> {
  const [first, last] = [new Map<string, PlacedChange>(), new Map<string, PlacedChange>()];
  for (const each of places) {
    const key = `${each.step}\n${each.place.name}`;
    if (!first.has(key)) first.set(key, each);
    last.set(key, each);
  }
  return new Set([...first.values(), ...last.values()]);
}
