import type { ByteRange } from "../../../crash/landing.js";
import { gapsBetween } from "../../../crash/landing.js";
import { settled, withNeeds } from "../../../crash/tree/settle.js";
import type { TreeEpochs } from "../../../crash/tree/tree-epochs.js";
import { fateOf } from "../../../crash/tree/tree-fate.js";
import { blocksOf } from "../../../crash/tree/tree-landing.js";
import { wholeOf, type UnitLanding } from "../../../crash/tree/unit-landing.js";
import { isData, type Unit } from "../../../crash/tree/units.js";
import type { Fate } from "../../../model/power.js";

/** All subsets of so many changes are run. */
export const exhaustedChanges = 5;
/** Of more changes, so many seeded ones. */
export const seededSubsets = 4;

/** What can become of what is open, as a file system allows it. */
export class TreeOutcomes {
  readonly #epochs: TreeEpochs;
  readonly #whole: readonly UnitLanding[];

  /** `open` are places of units. */
  constructor(epochs: TreeEpochs, open: readonly number[]) {
    this.#epochs = epochs;
    this.#whole = open.flatMap((place) => {
      const unit = epochs.units[place];
      return unit === undefined ? [] : [{ place, unit, ranges: [wholeOf(unit)] }];
    });
  }

  /**
   * Every subset of a few changes lost, or alone there; of many none, all but one, only one and
   * seeded subsets; and each with a part of it lost.
   */
  of(numbers: readonly number[]): Fate[] {
    const subsets =
      numbers.length <= exhaustedChanges
        ? subsetsOf(numbers)
        : [[], ...numbers.map((number) => [number])];
    const seeded = numbers.length <= exhaustedChanges ? 0 : seededSubsets;
    return [
      ...subsets.flatMap((subset) => [this.lost(subset), this.alone(subset)]),
      ...numbers.flatMap((number) => this.#partsLost(number)),
      ...Array.from({ length: seeded }, (_, index): Fate => ({
        kind: "subset",
        number: index + 1,
      })),
    ];
  }

  /** These changes are lost, with all that can't be there without them. */
  lost(numbers: readonly number[]): Fate {
    const set = new Set(numbers);
    return this.#left((unit) => (set.has(unit.change.number) ? [] : [wholeOf(unit)]));
  }

  /** Nothing has landed but these changes, and what they need. */
  alone(numbers: readonly number[]): Fate {
    const set = new Set(numbers);
    const named = this.#whole.map((landing) =>
      set.has(landing.unit.change.number) ? landing : { ...landing, ranges: [] },
    );
    return fateOf(settled(this.#epochs, withNeeds(this.#epochs, named)));
  }

  #left(landedOf: (unit: Unit) => readonly ByteRange[]): Fate {
    const named = this.#whole.map((landing) => ({ ...landing, ranges: landedOf(landing.unit) }));
    return fateOf(settled(this.#epochs, named));
  }

  /** Of a change in parts the later one lost; of data the first block, the last, the rest. */
  #partsLost(number: number): Fate[] {
    const units = this.#whole.flatMap(({ unit }) => (unit.change.number === number ? [unit] : []));
    const fates: Fate[] = [];
    const last = units.at(-1);
    if (last === undefined) return fates;
    if (units.length > 1) fates.push(this.#left((unit) => (unit === last ? [] : [wholeOf(unit)])));
    if (!isData(last)) return fates;
    for (const lost of edgesOf(last, this.#epochs.fileSystem.atomicBytes)) {
      const rest = gapsBetween([lost], last.lengthBytes);
      fates.push(this.#left((unit) => (unit === last ? rest : [wholeOf(unit)])));
      if (units.length === 1 || lost.toBytes < last.lengthBytes) continue;
      const size = units[0];
      fates.push(
        this.#left((unit) => (unit === last ? rest : unit === size ? [] : [wholeOf(unit)])),
      );
    }
    return fates;
  }
}

/** Of a write all but its first block, its first, and its last; none where it has only one. */
function edgesOf(unit: Unit, atomicBytes: number): ByteRange[] {
  const blocks = blocksOf(unit, atomicBytes);
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  const rest = { fromBytes: first.toBytes, toBytes: unit.lengthBytes };
  return blocks.length === 2 ? [rest, first] : [rest, first, last];
}

function subsetsOf(numbers: readonly number[]): number[][] {
  return Array.from({ length: 2 ** numbers.length }, (_, mask) =>
    numbers.filter((_number, index) => (mask & (1 << index)) !== 0),
  );
}
