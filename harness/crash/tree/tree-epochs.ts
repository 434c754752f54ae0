import type { FileSystem } from "../../model/tree/file-system.js";
import type { PowerLoss } from "../../model/power.js";
import type { TreeChange, TreeEvent } from "../../model/tree/tree-change.js";
import { requirementsOf, type Requirements } from "./requirements.js";
import { flushTime, syncTimes } from "./sync-times.js";
import { unitsOf, type Unit } from "./units.js";

/** Right after change `writes` and before anything later, or after everything once it has ended. */
export type LossPosition = Pick<PowerLoss, "writes" | "ended" | "droppedFlush">;

/** A run on a tree, as one file system keeps it: what is durable at each moment, and what not. */
export class TreeEpochs {
  readonly fileSystem: FileSystem;
  /** Change N is at index N - 1. */
  readonly changes: readonly TreeChange[];
  readonly units: readonly Unit[];
  readonly requirements: readonly Requirements[];
  /** How many changes had been made at each flush, ascending, each number once. */
  readonly flushCounts: readonly number[];
  /** The place of the first unit of each change, and at the end how many units there are. */
  readonly #placeOf: readonly number[];
  readonly #trace: readonly TreeEvent[];
  readonly #times = new Map<number | undefined, Float64Array>();

  /** `sizeOf` is the size of a file by its inode as the run began, 0 for those that it made. */
  constructor(
    trace: readonly TreeEvent[],
    fileSystem: FileSystem,
    sizeOf: (ino: number) => number,
  ) {
    this.#trace = trace;
    this.fileSystem = fileSystem;
    this.changes = trace.filter((event) => event.kind === "write");
    this.units = unitsOf(this.changes, fileSystem, sizeOf);
    this.requirements = requirementsOf(this.units, fileSystem);
    this.flushCounts = flushCountsOf(trace);
    this.#placeOf = placesOf(this.units, this.changes.length);
  }

  /** The places of the units of some changes in a row: from after change `from` up to `to`. */
  placesBetween(from: number, to: number): { readonly first: number; readonly end: number } {
    const count = this.units.length;
    return { first: this.#placeOf[from] ?? count, end: this.#placeOf[to] ?? count };
  }

  /** Whether a unit is durable at a position, for each place. */
  durableAt(position: LossPosition): (place: number) => boolean {
    const times = this.#timesWithout(position.droppedFlush);
    const last = position.ended ? flushTime(position.writes) : position.writes * 2;
    return (place) => (times[place] ?? Infinity) <= last;
  }

  /** The places of the units that a power loss at a position puts at stake, in order. */
  openAt(position: LossPosition): number[] {
    const isDurable = this.durableAt(position);
    const { end } = this.placesBetween(0, position.writes);
    const open: number[] = [];
    for (let place = 0; place < end; place += 1) if (!isDurable(place)) open.push(place);
    return open;
  }

  #timesWithout(droppedFlush: number | undefined): Float64Array {
    const known = this.#times.get(droppedFlush);
    if (known !== undefined) return known;
    const { units, requirements, fileSystem } = this;
    const times = syncTimes(this.#trace, units, requirements, fileSystem, droppedFlush);
    if (this.#times.size > mostKept) this.#times.clear();
    this.#times.set(droppedFlush, times);
    return times;
  }
}

/** So many runs with a flush dropped are remembered. */
const mostKept = 8;

function flushCountsOf(trace: readonly TreeEvent[]): number[] {
  const counts: number[] = [];
  let count = 0;
  for (const event of trace) {
    if (event.kind === "write") count = event.number;
    if (event.kind === "flush" && counts.at(-1) !== count) counts.push(count);
  }
  return counts;
}

function placesOf(units: readonly Unit[], changeCount: number): number[] {
  const places: number[] = [];
  for (const [place, { change }] of units.entries()) places[change.number - 1] ??= place;
  places[changeCount] = units.length;
  return places;
}
