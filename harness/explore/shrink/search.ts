import { formatCut } from "../../model/cut-text.js";
import type { CrashPoint } from "../../model/trace.js";
import { isSmaller, sizeOf } from "./case-size.js";
import { isTail, fitsBlocks, lostOf, type CacheContext } from "./lost-pieces.js";

/** The cuts of a case. */
export type Cuts = readonly CrashPoint[];

/** What is known of the run that the first cut falls into. */
export interface ShrinkContext extends CacheContext {
  /** How many writes the run had made when it had printed that many lines. */
  readonly writesAtLine: (line: number) => number;
}

/** Where a search stops. */
export interface SearchLimits {
  /** Cases that may be run. */
  readonly maxTries: number;
  /** True once the time is up; asked before each case. */
  readonly expired?: () => boolean;
}

/** A search for the smallest failing case: keeps the best so far, and runs no case twice. */
export class Search {
  readonly context: ShrinkContext;
  readonly #fails: (cuts: Cuts) => Promise<boolean>;
  readonly #limits: SearchLimits;
  readonly #known = new Map<string, boolean>();
  #best: Cuts;
  #bestSize: readonly number[];
  #tries = 0;
  #complete = true;

  /** `start` is known to fail. */
  constructor(
    start: Cuts,
    context: ShrinkContext,
    fails: (cuts: Cuts) => Promise<boolean>,
    limits: SearchLimits,
  ) {
    this.context = context;
    this.#best = start;
    this.#bestSize = sizeOf(start, context);
    this.#fails = fails;
    this.#limits = limits;
    this.#known.set(keyOf(start), true);
  }

  /** The smallest case so far that fails. */
  get best(): Cuts {
    return this.#best;
  }

  /** Cases that were run. */
  get tries(): number {
    return this.#tries;
  }

  /** False once a case was not run because a limit was reached. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Whether a case fails. One that no device can bring about, or beyond a limit, does not. */
  async fails(cuts: Cuts): Promise<boolean> {
    const key = keyOf(cuts);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (!isPossible(cuts, this.context)) return false;
    if (this.#tries >= this.#limits.maxTries || this.#limits.expired?.() === true) {
      this.#complete = false;
      return false;
    }
    this.#tries += 1;
    const failed = await this.#fails(cuts);
    this.#known.set(key, failed);
    if (failed) this.#keepSmaller(cuts);
    return failed;
  }

  /** Runs a case if it is smaller than the best; true when it fails, and so is the best now. */
  async offer(cuts: Cuts): Promise<boolean> {
    return isSmaller(sizeOf(cuts, this.context), this.#bestSize) && (await this.fails(cuts));
  }

  /** True when the case was run and did not fail. */
  isKnownToHold(cuts: Cuts): boolean {
    return this.#known.get(keyOf(cuts)) === false;
  }

  /** The best case with another cut in that place. */
  bestWith(index: number, cut: CrashPoint): Cuts {
    return this.#best.with(index, cut);
  }

  #keepSmaller(cuts: Cuts): void {
    const size = sizeOf(cuts, this.context);
    if (!isSmaller(size, this.#bestSize)) return;
    this.#best = cuts;
    this.#bestSize = size;
  }
}

function keyOf(cuts: Cuts): string {
  return cuts.map(formatCut).join(",");
}

/** Whether the device can do what the first cut says; later cuts are taken as they are. */
function isPossible([first]: Cuts, context: ShrinkContext): boolean {
  if (first?.kind !== "power") return true;
  if (context.allows !== undefined) return context.allows(first);
  const device = context.devices.find(({ name }) => name === first.device);
  if (device === undefined) return true;
  if (first.trash.length > 0 && device.trashOnTear !== true) return false;
  if (first.fate.kind === "subset") return true;
  const cached = context.cachedAt(first);
  if (!fitsBlocks([...first.fate.pieces, ...first.trash], cached, device.atomicBytes)) return false;
  return device.ordered !== true || isTail(lostOf(first, context), cached);
}
