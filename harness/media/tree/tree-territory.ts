import type { PlacedChange } from "../../explore/placed-change.js";
import type { Territory } from "../../explore/points.js";
import { openStream } from "../../model/prng.js";
import type { Place } from "../../model/place.js";
import { stepAt } from "../../model/steps.js";
import type { TreeChange } from "../../model/tree/tree-change.js";
import { placeOf } from "../../oracles/tree/tree-faults.js";
import { BulkFolders } from "./bulk-folders.js";
import { changeWords } from "./change-words.js";
import type { TreeRun } from "./tree-run.js";

/** A file that a run writes in more pieces than this holds content; each other change tells. */
const mostPieces = 16;

/** Knows what the changes of a run are about. */
export class TreePlaces {
  readonly #pieces = new Map<number, number>();
  readonly #bulk: BulkFolders;

  constructor({ changes }: TreeRun) {
    this.#bulk = new BulkFolders(changes);
    for (const { change, ino } of changes) {
      if (change === "write") this.#pieces.set(ino, (this.#pieces.get(ino) ?? 0) + 1);
    }
  }

  /** What a change is about: long content, many new files and times are data. */
  placeOf(change: TreeChange): Place {
    const filled = this.#bulk.folderFilledBy(change);
    if (filled !== undefined) return { name: `fill ${placeOf(filled)}`, kind: "data" };
    const isContent = ["write", "allocate", "punch"].includes(change.change);
    const isLong = isContent && (this.#pieces.get(change.ino) ?? 0) > mostPieces;
    const kind = isLong || change.change === "times" ? "data" : "metadata";
    return { name: changeWords(change), kind };
  }
}

/** The changes of a run with the steps and places that they belong to, in order. */
export function placedChanges({ changes, shape }: TreeRun, places: TreePlaces): PlacedChange[] {
  return changes.map((change) => {
    const { number } = change;
    const step = stepAt(shape, { kind: "write", writes: number, bytes: 0 });
    const place = places.placeOf(change);
    return { number, step, place, likeness: likenessOf(change, place) };
  });
}

/** So many changes that fill a folder are alike: of each such lot, some are run. */
const lotSize = 100;

function likenessOf({ change, number }: TreeChange, { name }: Place): string {
  return name.startsWith("fill ") ? `lot ${Math.floor(number / lotSize)}` : change;
}

/** What crash points of a run on a tree are chosen from. */
export function treeTerritory(
  run: TreeRun,
  lossesOf: Territory["lossesOf"],
  seed: string,
): Territory {
  return {
    shape: run.shape,
    changes: placedChanges(run, new TreePlaces(run)),
    tearsOf: ({ number }) => tearsOf(run.changes[number - 1], seed),
    lossesOf,
  };
}

/** A kernel copies what is written page by page. */
const pageBytes = 4096;

/** At the first, the middle and the last page border inside of a write, and one seeded byte. */
function tearsOf(change: TreeChange | undefined, seed: string): number[] {
  if (change?.change !== "write" || change.lengthBytes <= 1) return [];
  const { lengthBytes, offsetBytes, number } = change;
  const firstBytes = pageBytes - (offsetBytes % pageBytes);
  const pages = Math.max(0, Math.ceil((lengthBytes - firstBytes) / pageBytes));
  const middle = [0, Math.floor(pages / 2), pages - 1].filter((page) => page >= 0 && page < pages);
  const borders = middle.map((page) => firstBytes + page * pageBytes);
  const byte = openStream(seed, `torn write ${number}`).integer(1, lengthBytes - 1);
  return [...new Set([...borders, byte])].sort((a, b) => a - b);
}
