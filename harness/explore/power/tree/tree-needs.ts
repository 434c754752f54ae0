import { landingsOf } from "../../../crash/tree/tree-landing.js";
import type { TreeEpochs } from "../../../crash/tree/tree-epochs.js";
import { isWhole, type UnitLanding } from "../../../crash/tree/unit-landing.js";
import { isData } from "../../../crash/tree/units.js";
import type { PowerLoss } from "../../../model/power.js";
import type { TreeChange } from "../../../model/tree/tree-change.js";
import type { Needs } from "../../shrink/lost-pieces.js";
import { listText } from "../../shrink/write-text.js";

/**
 * What a power loss of a tree has to do, in words: "change 7 (rename tmp to f) reached the disk
 * before the data of the file that it publishes (change 6, write tmp)". `wordsOf` tells a change.
 */
export function treeNeeds(
  epochs: TreeEpochs,
  loss: PowerLoss,
  seed: string,
  wordsOf: (change: TreeChange) => string,
): Needs {
  const words = new LossWords(landingsOf(epochs, loss, seed), wordsOf);
  const { text, missesFlush } = words.needs(epochs, loss);
  return { text: `${text} (file system ${loss.device})`, missesFlush };
}

class LossWords {
  readonly #landings: readonly UnitLanding[];
  readonly #wordsOf: (change: TreeChange) => string;

  constructor(landings: readonly UnitLanding[], wordsOf: (change: TreeChange) => string) {
    this.#landings = landings;
    this.#wordsOf = wordsOf;
  }

  needs(epochs: TreeEpochs, loss: PowerLoss): Needs {
    const damaged = this.#landings.filter((landing) => !isWhole(landing));
    const first = damaged[0]?.unit.change;
    if (first === undefined) {
      return {
        text: `a power loss that lost nothing, after change ${loss.writes}`,
        missesFlush: false,
      };
    }
    const published = this.#published(epochs, loss, damaged);
    if (published !== undefined) return { text: published, missesFlush: true };
    const later = landedChanges(epochs, loss, damaged).findLast(
      ({ number }) => number > first.number,
    );
    if (later !== undefined) {
      const order = `${this.#list(damaged)} lost, ${this.#tell(later)} landed`;
      return { text: `${order}: nothing is synced between them`, missesFlush: true };
    }
    return { text: this.#tail(damaged, loss), missesFlush: false };
  }

  /** Names that stand for files of which data is lost. */
  #published(
    epochs: TreeEpochs,
    loss: PowerLoss,
    damaged: readonly UnitLanding[],
  ): string | undefined {
    const data = damaged.filter(({ unit }) => isData(unit));
    const landed = landedChanges(epochs, loss, damaged);
    for (const { unit } of data) {
      const { ino, number } = unit.change;
      const publishing = landed.find(
        (change) =>
          change.ino === ino &&
          change.number > number &&
          (change.change === "rename" || change.change === "link"),
      );
      if (publishing === undefined) continue;
      const lost = data.filter((each) => each.unit.change.ino === ino);
      return (
        `${this.#tell(publishing)} reached the disk before the data of the file that it ` +
        `publishes (${this.#list(lost)}): an fsync of the file is missing before it`
      );
    }
    return undefined;
  }

  #tail(damaged: readonly UnitLanding[], { ended }: PowerLoss): string {
    const only = new Set(damaged.map(({ unit }) => unit.change.number)).size === 1;
    const reason = ended
      ? `no sync follows ${only ? "it" : "them"} before the target says that it is done`
      : "what was not synced was lost";
    return `${this.#list(damaged)} never reached the disk: ${reason}`;
  }

  /** "change 6 (write tmp)", "the data of change 6 (write tmp)", "4 changes". */
  #list(landings: readonly UnitLanding[]): string {
    const byChange = new Map(landings.map((landing) => [landing.unit.change, landing]));
    return listText([...byChange.values()].map((landing) => this.#damage(landing)));
  }

  #damage({ unit, ranges }: UnitLanding): string {
    const { change, part } = unit;
    const sized = this.#landings.some((each) => each.unit.change === change && isWhole(each));
    if (ranges.length > 0) return `a part of ${this.#tell(change)}`;
    if (part === "data" && sized) return `the data, but not the size, of ${this.#tell(change)}`;
    if (part === "removal" && sized) return `the end of the old name in ${this.#tell(change)}`;
    return this.#tell(change);
  }

  #tell(change: TreeChange): string {
    return `change ${change.number} (${this.#wordsOf(change)})`;
  }
}

/** Changes up to the loss of which nothing is lost. */
function landedChanges(
  epochs: TreeEpochs,
  { writes }: PowerLoss,
  damaged: readonly UnitLanding[],
): TreeChange[] {
  const numbers = new Set(damaged.map(({ unit }) => unit.change.number));
  return epochs.changes.slice(0, writes).filter(({ number }) => !numbers.has(number));
}
