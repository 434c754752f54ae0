import type { Interrupting } from "../explore/interrupt-points.js";
import type { PointFilter } from "../explore/point-filter.js";
import type { PointPlan } from "../explore/points.js";
import type { FlushTrial } from "../explore/power/flush-trials.js";
import type { CacheContext } from "../explore/shrink/lost-pieces.js";
import type { ByteRange } from "../model/byte-range.js";
import type { Area } from "../model/map/change-map.js";
import type { SiteMap } from "../model/sites/call-site.js";
import type { Place } from "../model/place.js";
import type { RecordedRun } from "../model/recorded-run.js";
import type {
  ChangeEvent,
  CrashModel,
  ExploredPoint,
  TraceEvent,
  WritePoint,
} from "../model/trace.js";
import type { WatchedCall } from "../target/sites/watched-calls.js";

/** What is known of a crash image that was made. */
export interface MadeImage {
  /** What the crash itself left with neither its old bytes nor its new ones. */
  readonly torn: readonly ByteRange[];
  /** The last change of which something reached the medium. */
  readonly lastTouched: ChangeEvent | undefined;
}

/** Makes crash images from one recorded run, on the bench that it was made on. */
export interface ImageMaker {
  /**
   * Makes the crash image of a point the current state and the snapshot. Throws UsageError for a
   * point that the run does not have.
   */
  make(point: ExploredPoint, seed: string): MadeImage;
  /** Gives back what was kept between images. */
  close(): void;
}

/** Which crash points of a run are wanted. */
export interface WantedPoints {
  readonly filter: PointFilter;
  readonly models: readonly CrashModel[];
  /** Names of the profiles on which power is lost. */
  readonly devices: readonly string[];
  readonly seed: string;
  /** How runs are interrupted: by ctrl-C, once, where absent. */
  readonly interrupts?: Interrupting;
  /** What made the changes, where they are chosen by that. */
  readonly sites?: SiteMap;
}

/** Where on a medium its changes lie, for a picture of them. */
export interface Chart {
  readonly sizeBytes: number;
  readonly areas: readonly Area[];
  /** The bytes of a change, and which of the areas it begins in: its index, from 0. */
  locate(change: ChangeEvent): ByteRange & { readonly area: number };
}

/** What crashes do to a medium, by what uninterrupted runs have shown of it. */
export interface CrashModels {
  /** The name of what a change touches, in the layouts before and after the work. */
  placeOf(change: ChangeEvent): Place;
  /** Undefined where changes of the medium have no offsets. */
  chart(): Chart | undefined;
  /** Chooses crash points of the recorded run. */
  plan(wanted: WantedPoints): PointPlan;
  /** Chooses crash points of a run that began with what is on the bench now. */
  planResume(run: RecordedRun, wanted: WantedPoints): PointPlan;
  /**
   * Which system call made each change of the recorded run, as an index, by a run of the same
   * commands whose calls were watched; undefined for a change that no call fits. Absent where
   * calls are not told apart on the medium.
   */
  callsOf?(watchedRun: RecordedRun, calls: readonly WatchedCall[]): readonly (number | undefined)[];
  /** The bench must be in the state that the run started from. */
  maker(run: RecordedRun): ImageMaker;
  /** What a stop at a point has left torn. */
  tornAt(trace: readonly TraceEvent[], point: WritePoint): readonly ByteRange[];
  /** What shows of each flush of the recorded run what it is good for. */
  flushTrials(seed: string): readonly FlushTrial[];
  /** What shrinking a case of the recorded run needs to know. */
  shrinkContext(seed: string): CacheContext;
  /**
   * The bytes of the places with a word in their names, and how many changes of the recorded run
   * touch them. Throws UsageError where there are none, or too many.
   */
  slowed(word: string): { readonly ranges: readonly ByteRange[]; readonly changeCount: number };
}
