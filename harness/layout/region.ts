import type { Place } from "../model/place.js";

/** A named run of bytes of a disk. Regions of one layout are sorted and do not overlap. */
export interface Region extends Place {
  readonly startBytes: number;
  /** The first byte after the region. */
  readonly endBytes: number;
}
