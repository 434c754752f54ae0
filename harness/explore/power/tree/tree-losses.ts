import type { LossPosition, TreeEpochs } from "../../../crash/tree/tree-epochs.js";
import { formatCut } from "../../../model/cut-text.js";
import type { Fate, PowerLoss } from "../../../model/power.js";
import { openStream } from "../../../model/prng.js";
import type { PlacedChange } from "../../placed-change.js";
import type { PowerPlan } from "../power-points.js";
import { momentsOf, type TreeMoment } from "./tree-moments.js";
import { exhaustedChanges, TreeOutcomes } from "./tree-outcomes.js";

/** So many chosen changes are lost and kept one by one at one moment. */
const variedPerMoment = 100;
/** So many of those that no sync has reached for longer. */
const stalePerMoment = 8;

/**
 * Chooses the power losses of a run on a tree, for each file system: at each moment what it can
 * leave of the chosen changes that are not durable then; and of more than are exhausted, one lost
 * right after a later one, with the rest not yet made.
 */
export function treeLosses(
  all: readonly TreeEpochs[],
  chosen: readonly Pick<PlacedChange, "number">[],
  seed: string,
): PowerPlan {
  const numbers = new Set(chosen.map(({ number }) => number));
  const plans = all.map((epochs) => new FileSystemPlan(epochs, numbers, seed));
  const points = plans.flatMap((plan) => [...plan.points.values()]);
  return {
    points: points.sort((a, b) => a.writes - b.writes),
    leftOutCount: plans.reduce((sum, plan) => sum + plan.leftOutCount, 0),
  };
}

/** The power losses on one file system, by their text. */
class FileSystemPlan {
  readonly points = new Map<string, PowerLoss>();
  leftOutCount = 0;
  readonly #epochs: TreeEpochs;
  readonly #chosen: ReadonlySet<number>;
  readonly #seed: string;

  constructor(epochs: TreeEpochs, chosen: ReadonlySet<number>, seed: string) {
    this.#epochs = epochs;
    this.#chosen = chosen;
    this.#seed = seed;
    for (const moment of momentsOf(epochs)) this.#vary(moment);
  }

  #vary({ position, open, fresh, stale }: TreeMoment): void {
    const label = `${position.writes} on ${this.#epochs.fileSystem.name}`;
    const ofFresh = this.#sample(fresh, variedPerMoment, `fresh at ${label}`);
    if (ofFresh.length === 0) return;
    const ofStale = this.#sample(stale, stalePerMoment, `stale at ${label}`);
    const varied = [...ofStale, ...ofFresh].sort((a, b) => a - b);
    this.#add(position, new TreeOutcomes(this.#epochs, open).of(varied));
    if (varied.length <= exhaustedChanges) return;
    for (const number of ofFresh) if (number < position.writes) this.#overtake(number, varied);
  }

  /** One of the earlier changes is lost, and this one landed: the last, the first, some others. */
  #overtake(number: number, varied: readonly number[]): void {
    const position = { writes: number, ended: false };
    const earlier = varied.filter((each) => each < number);
    const { length } = earlier;
    if (length === 0) return;
    const label = `lost before ${number} on ${this.#epochs.fileSystem.name}`;
    const drawn = length > 3 ? openStream(this.#seed, label).integer(1, length - 3) : 0;
    const places = new Set([length - 1, 0, Math.max(length - 2, 0), drawn]);
    const outcomes = new TreeOutcomes(this.#epochs, this.#epochs.openAt(position));
    const lost = [...places].flatMap((place) => earlier.slice(place, place + 1));
    this.#add(
      position,
      lost.map((each) => outcomes.lost([each])),
    );
    this.leftOutCount += length - places.size;
  }

  /** The chosen ones of some changes; of many the first, the last and seeded ones. In order. */
  #sample(numbers: readonly number[], most: number, label: string): number[] {
    const { changes } = this.#epochs;
    const chosen = numbers.filter(
      (number) => this.#chosen.has(number) && changes[number - 1]?.change !== "times",
    );
    if (chosen.length <= most) return chosen;
    const inner = openStream(this.#seed, label).shuffle([...chosen.keys()].slice(1, -1));
    const drawn = new Set([0, ...inner.slice(0, most - 2), chosen.length - 1]);
    this.leftOutCount += (chosen.length - most) * 2;
    return chosen.filter((_number, index) => drawn.has(index));
  }

  #add({ writes, ended }: LossPosition, fates: readonly Fate[]): void {
    const device = this.#epochs.fileSystem.name;
    for (const fate of fates) {
      if (fate.kind === "lost" && fate.pieces.length === 0) continue;
      const loss: PowerLoss = { kind: "power", writes, ended, device, fate, trash: [] };
      this.points.set(formatCut(loss), loss);
    }
  }
}
