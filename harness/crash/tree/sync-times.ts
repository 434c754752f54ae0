import type { FileSystem } from "../../model/tree/file-system.js";
import type { TreeChange, TreeEvent, TreeFlush } from "../../model/tree/tree-change.js";
import { isMaking, isShaping, type Requirements } from "./requirements.js";
import { isMetadata, type Unit } from "./units.js";

/** A moment of a run, as a number: 2N is right after change N, 2N + 1 at a flush behind it. */
export type SyncTime = number;

/** The time of a flush that came after so many changes. */
export function flushTime(changeCount: number): SyncTime {
  return changeCount * 2 + 1;
}

/** What was synced in a run: when each unit became durable, Infinity where it never did. */
export function syncTimes(
  trace: readonly TreeEvent[],
  units: readonly Unit[],
  requirements: readonly Requirements[],
  fileSystem: FileSystem,
  droppedFlush?: number,
): Float64Array {
  const syncing = new Syncing(units, requirements, fileSystem);
  let [count, place] = [0, 0];
  for (const event of trace) {
    if (event.kind === "write") {
      count = event.number;
      const first = place;
      while (units[place]?.change === event) place += 1;
      syncing.note(event, first, place);
      if (event.synchronous) syncing.syncWrite(event, first, place);
    } else if (event.kind === "flush" && count !== droppedFlush) {
      syncing.flush(event, flushTime(count));
    }
  }
  return syncing.times;
}

/** The last changes that touched a file or folder: at all, and what is needed to read its data. */
interface Touched {
  any: number;
  data: number;
}

/** Walks through a run. Of each file and folder it holds what was not durable yet. */
class Syncing {
  readonly times: Float64Array;
  readonly #units: readonly Unit[];
  readonly #requirements: readonly Requirements[];
  readonly #fileSystem: FileSystem;
  /** Bytes and attributes of a file; names of it; names in it: places of units. */
  readonly #content = new Map<number, number[]>();
  readonly #names = new Map<number, number[]>();
  readonly #inFolder = new Map<number, number[]>();
  readonly #touched = new Map<number, Touched>();
  /** Before this place all metadata is durable, and before the other one everything. */
  #journaled = 0;
  #all = 0;
  #end = 0;

  constructor(
    units: readonly Unit[],
    requirements: readonly Requirements[],
    fileSystem: FileSystem,
  ) {
    this.#units = units;
    this.#requirements = requirements;
    this.#fileSystem = fileSystem;
    this.times = new Float64Array(units.length).fill(Infinity);
  }

  /** Notes a change, of which the units stand at places `first` to `end`, that one left out. */
  note(change: TreeChange, first: number, end: number): void {
    this.#end = end;
    const { ino, parentIno, toParentIno, replacedIno } = change;
    const namesChange = parentIno !== undefined || toParentIno !== undefined;
    for (let place = first; place < end; place += 1) {
      const part = this.#units[place]?.part;
      append(namesChange ? this.#names : this.#content, ino, place);
      if (part !== "removal") append(this.#inFolder, toParentIno ?? parentIno, place);
      if (part !== "entry" && toParentIno !== undefined && parentIno !== toParentIno) {
        append(this.#inFolder, parentIno, place);
      }
    }
    for (const each of [ino, parentIno, toParentIno, replacedIno]) this.#touch(each, change.number);
    if (this.#isNeededForData(change, first)) this.#touchedOf(ino).data = change.number;
  }

  /** A write through O_DSYNC: it is durable, and what an fdatasync would bring along. */
  syncWrite({ ino, number }: TreeChange, first: number, end: number): void {
    const time = number * 2;
    for (let place = first; place < end; place += 1) this.#settle(place, time);
    if (this.#fileSystem.fsyncTakes === "journal") {
      this.#commit(this.#touchedOf(ino).data, time);
    }
    if (this.#fileSystem.fsyncTakes === "names") this.#settleAll(this.#names, ino, time);
  }

  flush({ of, ino, dataOnly }: TreeFlush, time: SyncTime): void {
    if (of === "all") {
      for (; this.#all < this.#end; this.#all += 1) this.#settle(this.#all, time);
      return;
    }
    const { fsyncTakes } = this.#fileSystem;
    this.#settleContent(ino, time, dataOnly && fsyncTakes !== "names");
    if (fsyncTakes === "journal") {
      const { any, data } = this.#touchedOf(ino);
      this.#commit(dataOnly ? data : any, time);
    }
    if (fsyncTakes === "names") this.#settleAll(this.#names, ino, time);
    if (of === "folder") this.#settleAll(this.#inFolder, ino, time);
  }

  /** The journal up to a change: all metadata until then. */
  #commit(changeNumber: number, time: SyncTime): void {
    for (; this.#journaled < this.#end; this.#journaled += 1) {
      const unit = this.#units[this.#journaled];
      if (unit === undefined || unit.change.number > changeNumber) return;
      if (isMetadata(unit)) this.#settle(this.#journaled, time);
    }
  }

  #settleContent(ino: number, time: SyncTime, dataOnly: boolean): void {
    const left: number[] = [];
    for (const place of this.#content.get(ino) ?? []) {
      if (dataOnly && this.#isAttribute(place)) left.push(place);
      else this.#settle(place, time);
    }
    this.#content.set(ino, left);
  }

  #isAttribute(place: number): boolean {
    const change = this.#units[place]?.change.change;
    return change !== undefined && change !== "write" && !isShaping(change);
  }

  #settleAll(map: Map<number, number[]>, key: number, time: SyncTime): void {
    for (const place of map.get(key) ?? []) this.#settle(place, time);
    map.delete(key);
  }

  /** Makes a unit durable, and those that come with it. */
  #settle(place: number, time: SyncTime): void {
    const waiting = [place];
    for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
      if (this.times[each] !== Infinity) continue;
      this.times[each] = time;
      waiting.push(...(this.#requirements[each]?.brings ?? []));
    }
  }

  #isNeededForData(change: TreeChange, first: number): boolean {
    if (change.change === "write") return this.#units[first]?.growsFromBytes !== undefined;
    return isMaking(change) || isShaping(change.change);
  }

  #touch(ino: number | undefined, changeNumber: number): void {
    if (ino !== undefined) this.#touchedOf(ino).any = changeNumber;
  }

  #touchedOf(ino: number): Touched {
    const known = this.#touched.get(ino);
    if (known !== undefined) return known;
    const fresh = { any: 0, data: 0 };
    this.#touched.set(ino, fresh);
    return fresh;
  }
}

function append(map: Map<number, number[]>, key: number | undefined, place: number): void {
  if (key === undefined) return;
  const places = map.get(key);
  if (places === undefined) map.set(key, [place]);
  else places.push(place);
}
