import type { Place } from "../model/place.js";

/** One change of a run that can be a crash point, with its names. */
export interface PlacedChange {
  readonly number: number;
  readonly step: string;
  readonly place: Place;
  /** Changes in a row, of one step and one place, that say the same here are alike. */
  readonly likeness: string;
  /** The number of the place in the target's code that makes it, where that is known. */
  readonly site?: number;
}
