import type { Region } from "../layout/region.js";
import type { WriteEvent } from "../model/trace.js";

/** One write that can be a crash point, with its names. */
export interface Place {
  readonly write: WriteEvent;
  readonly step: string;
  readonly region: Pick<Region, "name" | "kind">;
}
