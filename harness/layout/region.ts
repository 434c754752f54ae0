import type { Place } from "../model/place.js";

/** A named run of bytes of a disk. Regions of one layout are sorted and do not overlap. */
export interface Region extends Place {
  readonly startBytes: number;
  /** The first byte after the region. */
  readonly endBytes: number;
  /** The partition that it is in, as its own name begins: `P3 IMGA`. */
  readonly partition?: string;
}
