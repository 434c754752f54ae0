import type { ByteRange } from "../landing.js";
import type { Unit } from "./units.js";

/** What of a unit reached the disk: ranges in order and apart; of what is no data all or none. */
export interface UnitLanding {
  readonly place: number;
  readonly unit: Unit;
  readonly ranges: readonly ByteRange[];
}

/** All of a unit. */
export function wholeOf({ lengthBytes }: Unit): ByteRange {
  return { fromBytes: 0, toBytes: lengthBytes };
}

/** Whether all of a unit landed. */
export function isWhole({ unit, ranges }: UnitLanding): boolean {
  const [first] = ranges;
  return first?.fromBytes === 0 && first.toBytes === unit.lengthBytes;
}
