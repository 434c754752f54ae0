import type { PlaceKind } from "../place.js";

/** A part of a medium that people have a name for: a partition, a table, free space. */
export interface Area {
  readonly name: string;
  readonly kind: "table" | "partition" | "free";
  readonly startBytes: number;
  /** The first byte after it. */
  readonly endBytes: number;
}

/** Where on the medium some changes lie, one behind the other. */
export interface Stretch {
  /** Index of the area that the first begins in, from 0. */
  readonly area: number;
  readonly offsetBytes: number;
  /** Of each. */
  readonly lengthBytes: number;
}

/** Changes in a row that are alike: same step, same place, and each lies behind the one before. */
export interface LikeChanges {
  /** Their numbers count on from those of the row before. */
  readonly count: number;
  /** Indices in the map, from 0. */
  readonly step: number;
  readonly place: number;
  /** Undefined where changes of the medium have no offsets. */
  readonly stretch?: Stretch | undefined;
}

/** A line that the target printed. */
export interface SaidLine {
  /** How many changes had been made by then. */
  readonly after: number;
  readonly text: string;
}

/** What a recorded run did, change by change, without their content. */
export interface ChangeMap {
  readonly steps: readonly string[];
  readonly places: readonly { readonly name: string; readonly kind: PlaceKind }[];
  /** Size and areas of the medium; undefined where its changes have no offsets. */
  readonly chart?: { readonly sizeBytes: number; readonly areas: readonly Area[] } | undefined;
  readonly rows: readonly LikeChanges[];
  /** After how many changes each flush came. */
  readonly flushes: readonly number[];
  /** The first lines that were printed, and how many more there were. */
  readonly said: readonly SaidLine[];
  readonly saidMore: number;
}
