import type { FileSystem } from "../../model/tree/file-system.js";
import type { TreeChange, TreeChangeKind } from "../../model/tree/tree-change.js";
import { isData, isMetadata, type Unit } from "./units.js";

/** Which earlier units must have reached the disk where a unit has, by their places. */
export interface Requirements {
  /** All of them: what may be lost together, and what not. */
  readonly needs: readonly number[];
  /** Those that become durable with it, should it be synced alone. */
  readonly brings: readonly number[];
}

/**
 * What each unit requires on a file system. On all of them the history of one name is kept in
 * order, and nothing is in a folder, or written to a file, that is not there. The rest is what the
 * file system promises: metadata in order, a file that grows in order, data before the rename that
 * puts it in the place of another file.
 */
export function requirementsOf(units: readonly Unit[], fileSystem: FileSystem): Requirements[] {
  const history = new History(fileSystem);
  return units.map((unit, place) => history.add(unit, place));
}

/** What was done so far, by what it was done to: places of units. */
class History {
  readonly #fileSystem: FileSystem;
  readonly #units: Unit[] = [];
  readonly #names = new Map<string, number>();
  readonly #made = new Map<number, number>();
  readonly #inFolder = new Map<number, number[]>();
  readonly #grown = new Map<number, number[]>();
  readonly #shaped = new Map<number, number>();
  #lastMetadata: number | undefined;

  constructor(fileSystem: FileSystem) {
    this.#fileSystem = fileSystem;
  }

  add(unit: Unit, place: number): Requirements {
    this.#units.push(unit);
    const ground = this.#groundOf(unit);
    const own = isMetadata(unit) ? this.#ofMetadata(unit, place) : this.#ofWrite(unit, place);
    const order = isMetadata(unit) ? this.#inOrder(place) : [];
    const brings = this.#fileSystem.fsyncTakes === "nothing" ? own : [...own, ...ground];
    return { needs: distinct([...own, ...ground, ...order]), brings: distinct(brings) };
  }

  /** The making of the file and of the folders that it is in or moves to. */
  #groundOf({ change }: Unit): number[] {
    const { ino, parentIno, toParentIno } = change;
    return [ino, parentIno, toParentIno].flatMap((each) => this.#madeBy(each));
  }

  #madeBy(ino: number | undefined): number[] {
    const made = ino === undefined ? undefined : this.#made.get(ino);
    return made === undefined ? [] : [made];
  }

  #inOrder(place: number): number[] {
    const last = this.#lastMetadata;
    this.#lastMetadata = place;
    return this.#fileSystem.metadataInOrder && last !== undefined ? [last] : [];
  }

  #ofMetadata(unit: Unit, place: number): number[] {
    const { change } = unit;
    const keys = namesOf(unit);
    const own = keys.flatMap((key) => this.#names.get(key) ?? []);
    for (const key of keys) this.#names.set(key, place);
    if (unit.part === "removal") own.push(place - 1);
    if (change.change === "link") own.push(...this.#madeBy(change.ino));
    own.push(...this.#emptied(change), ...this.#published(change));
    for (const folder of [change.parentIno, change.toParentIno]) {
      if (folder !== undefined) append(this.#inFolder, folder, place);
    }
    if (isMaking(change)) this.#made.set(change.ino, place);
    if (isShaping(change.change) || isMaking(change)) this.#shaped.set(change.ino, place);
    if (change.change === "truncate") this.#grown.delete(change.ino);
    return own.filter((each) => each !== place);
  }

  /** What was in a folder has gone before the folder goes. */
  #emptied({ change, ino, replacedIno }: TreeChange): number[] {
    const gone = change === "rmdir" ? ino : change === "rename" ? replacedIno : undefined;
    return gone === undefined ? [] : (this.#inFolder.get(gone) ?? []);
  }

  #published({ change, ino, replacedIno }: TreeChange): number[] {
    const waits = this.#fileSystem.replacingWaitsForData;
    if (change !== "rename" || replacedIno === undefined || !waits) return [];
    return this.#grown.get(ino) ?? [];
  }

  #ofWrite(unit: Unit, place: number): number[] {
    const { change, growsFromBytes } = unit;
    const { ino, offsetBytes, lengthBytes } = change;
    const { growthInOrder, metadataInOrder } = this.#fileSystem;
    const grown = this.#grown.get(ino) ?? [];
    const own: number[] = [];
    const shaped = this.#shaped.get(ino);
    if (metadataInOrder && growsFromBytes !== undefined && shaped !== undefined) own.push(shaped);
    if (growthInOrder) {
      const under = grown.findLast(
        (each) => (this.#units[each]?.growsFromBytes ?? 0) < offsetBytes + lengthBytes,
      );
      if (under !== undefined) own.push(under);
    }
    if (growsFromBytes !== undefined && isData(unit)) append(this.#grown, ino, place);
    return own;
  }
}

/** The names that a unit gives, takes or needs, each as one key. */
function namesOf({ change, part }: Unit): string[] {
  const { parentIno, name, toParentIno, toName } = change;
  const from = parentIno === undefined || name === undefined ? [] : [`${parentIno}/${name}`];
  const to = toParentIno === undefined || toName === undefined ? [] : [`${toParentIno}/${toName}`];
  if (part === "removal") return from;
  return [...from, ...to];
}

/** Whether a change makes the file or folder that it is about. */
export function isMaking({ change }: TreeChange): boolean {
  return change === "create" || change === "mkdir" || change === "symlink";
}

/** Whether a change of that kind says where a file ends, or where it has holes. */
export function isShaping(kind: TreeChangeKind): boolean {
  return kind === "truncate" || kind === "allocate" || kind === "punch";
}

function append(map: Map<number, number[]>, key: number, place: number): void {
  const places = map.get(key);
  if (places === undefined) map.set(key, [place]);
  else places.push(place);
}

function distinct(places: readonly number[]): number[] {
  return places.length < 2 ? [...places] : [...new Set(places)];
}
