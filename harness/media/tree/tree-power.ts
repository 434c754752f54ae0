import { TreeEpochs } from "../../crash/tree/tree-epochs.js";
import { lostPieces } from "../../crash/tree/tree-fate.js";
import { landingsOf } from "../../crash/tree/tree-landing.js";
import { isWhole, type UnitLanding } from "../../crash/tree/unit-landing.js";
import { isData } from "../../crash/tree/units.js";
import type { FlushTrial } from "../../explore/power/flush-trials.js";
import type { PowerPlan } from "../../explore/power/power-points.js";
import { treeFlushTrials } from "../../explore/power/tree/tree-flush-trials.js";
import { treeLosses } from "../../explore/power/tree/tree-losses.js";
import { treeNeeds } from "../../explore/power/tree/tree-needs.js";
import type { PlacedChange } from "../../explore/placed-change.js";
import type { CacheContext } from "../../explore/shrink/lost-pieces.js";
import { UsageError } from "../../model/errors.js";
import type { FileSystem } from "../../model/tree/file-system.js";
import type { PowerLoss } from "../../model/power.js";
import type { TreeChange } from "../../model/tree/tree-change.js";
import type { TreeOrder, TreeOrders } from "../../shim/tree/tree-command.js";
import { changeWords } from "./change-words.js";
import type { TreeRun } from "./tree-run.js";

/** What of a run a crash leaves, and the last change of which something is left. */
export interface PointOrders {
  readonly orders: TreeOrders;
  readonly lastTouched: TreeChange | undefined;
}

/** Power losses of one run on a tree, on each file system. */
export class TreePower {
  readonly #run: TreeRun;
  readonly #fileSystems: readonly FileSystem[];
  readonly #sizeOf: (ino: number) => number;
  readonly #epochs = new Map<string, TreeEpochs>();

  /** `sizeOf` is the size of a file by its inode as the run began. */
  constructor(run: TreeRun, fileSystems: readonly FileSystem[], sizeOf: (ino: number) => number) {
    this.#run = run;
    this.#fileSystems = fileSystems;
    this.#sizeOf = sizeOf;
  }

  /** The losses that put some of the changes at stake, on the file systems with these names. */
  losses(chosen: readonly PlacedChange[], fileSystems: readonly string[], seed: string): PowerPlan {
    const all = fileSystems.map((name) => this.#on(name));
    return treeLosses(all, chosen, seed);
  }

  /** What a loss leaves. Throws UsageError where the run has no such loss. */
  leaves(loss: PowerLoss, seed: string): PointOrders {
    const { changes } = this.#run;
    const landings = landingsOf(this.#on(loss.device), loss, seed);
    const byNumber = new Map<number, UnitLanding[]>();
    for (const landing of landings) {
      const { number } = landing.unit.change;
      byNumber.set(number, [...(byNumber.get(number) ?? []), landing]);
    }
    const first = landings.find((landing) => !isWhole(landing))?.unit.change.number;
    const whole = first === undefined ? loss.writes : first - 1;
    const more = changes
      .slice(whole, loss.writes)
      .flatMap((change) => orderOf(change, byNumber.get(change.number) ?? []));
    const last = more.at(-1)?.recordAt;
    return {
      orders: { changes: whole, more },
      lastTouched: changes.find(({ recordAt }) => recordAt === last) ?? changes[whole - 1],
    };
  }

  /** What shows of each sync what it is good for, where nothing but syncs keeps anything. */
  flushTrials(changes: readonly PlacedChange[], seed: string): FlushTrial[] {
    return treeFlushTrials(this.#on("posix"), changes, seed);
  }

  /** What shrinking a case needs to know. The file system that promises most stands first. */
  shrinkContext(seed: string): CacheContext {
    return {
      devices: [...this.#fileSystems].sort((a, b) => promisesOf(b) - promisesOf(a)),
      cachedAt: (loss) => this.#cachedAt(loss),
      lostPieces: (loss) => lostPieces(landingsOf(this.#on(loss.device), loss, seed)),
      allows: (loss) => this.#allows(loss, seed),
      lossNeeds: (loss) => treeNeeds(this.#on(loss.device), loss, seed, changeWords),
    };
  }

  #cachedAt(loss: PowerLoss) {
    const epochs = this.#on(loss.device);
    const open = new Set(epochs.openAt(loss).map((place) => epochs.units[place]?.change));
    return [...open].filter((change) => change !== undefined);
  }

  #allows(loss: PowerLoss, seed: string): boolean {
    try {
      landingsOf(this.#on(loss.device), loss, seed);
      return true;
    } catch (error) {
      if (error instanceof UsageError) return false;
      throw error;
    }
  }

  #on(name: string): TreeEpochs {
    const known = this.#epochs.get(name);
    if (known !== undefined) return known;
    const fileSystem = this.#fileSystems.find((each) => each.name === name);
    if (fileSystem === undefined) {
      const names = this.#fileSystems.map((each) => each.name).join(", ");
      throw new UsageError(`unknown file system "${name}"; there are: ${names}`);
    }
    const epochs = new TreeEpochs(this.#run.trace, fileSystem, this.#sizeOf);
    this.#epochs.set(name, epochs);
    return epochs;
  }
}

/** What came of one change; of what was durable all. */
function orderOf({ recordAt }: TreeChange, own: readonly UnitLanding[]): TreeOrder[] {
  if (own.every(isWhole)) return [{ recordAt }];
  const data = own.find(({ unit }) => isData(unit));
  if (data !== undefined) {
    const hasSize = own.some(({ unit, ranges }) => unit.part === "size" && ranges.length > 0);
    const { ranges } = data;
    if (ranges.length === 0 && !hasSize) return [];
    return [{ recordAt, ranges, ...(hasSize ? { parts: ["size"] } : {}) }];
  }
  const lost = own.find((landing) => !isWhole(landing))?.unit.part;
  const isRemoval = own.length > 0 && lost === "removal" && own.some(isWhole);
  return isRemoval || isDurableEntry(own) ? [{ recordAt, parts: ["entry"] }] : [];
}

/** Of a move whose new name was durable before, the end of the old one is lost. */
function isDurableEntry(own: readonly UnitLanding[]): boolean {
  const [only] = own;
  return own.length === 1 && only?.unit.part === "removal";
}

function promisesOf(fileSystem: FileSystem): number {
  const { fsyncTakes, metadataInOrder, replacingWaitsForData, growthInOrder } = fileSystem;
  const { sizeBeforeData, movesMayDouble } = fileSystem;
  return [
    fsyncTakes === "journal",
    fsyncTakes !== "nothing",
    metadataInOrder,
    replacingWaitsForData,
    growthInOrder,
    !sizeBeforeData,
    !movesMayDouble,
  ].filter(Boolean).length;
}
