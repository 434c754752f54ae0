import type { DrawnCrashes } from "../../explore/draw-interrupt.js";
import type { HowKilled } from "../../model/recorded-run.js";
import { isExplored, type CrashPoint, type ExploredPoint } from "../../model/trace.js";

/**
 * How these crashes are best brought about: from recorded runs, where that can be. Kills are run
 * live where they leave more than a trace tells of.
 */
export function crashOrderOf(
  cuts: readonly CrashPoint[],
  kills: HowKilled = "made",
): ExploredOrder | { readonly kind: "cuts"; readonly cuts: readonly CrashPoint[] } {
  const isLive = kills === "live" && cuts.some(({ kind }) => kind === "write");
  return !isLive && cuts.every(isExplored) ? { kind: "explored", cuts } : { kind: "cuts", cuts };
}

/** Where the crashes of a case fall: drawn by steps or over the writes, by the clock, or given. */
export type CaseOrder = CaseFrame & (ExploredOrder | LiveOrder);

interface CaseFrame {
  readonly index: number;
  readonly seed: string;
  /** How much of the run's time is left when it is given out; no limit where it is absent. */
  readonly leftMs?: number;
  /** It asks what would be if the device were worse: nobody is to blame for how it ends. */
  readonly trial?: boolean;
  /** Only the crash image is wanted: nothing is resumed, and the case is undecided. */
  readonly crashOnly?: boolean;
  /** Only how it ends counts: no smaller case is looked for. */
  readonly asFound?: boolean;
  /** Another case leaves the same crash image, and it is that one's resume that is crashed. */
  readonly isAlike?: true;
  /** Everything that a person may want to see is gathered. */
  readonly detail?: boolean;
  /** A folder that the crash images and the resumed image are left in. */
  readonly keepPath?: string;
}

/** The crash images are made from recorded runs. */
export interface ExploredOrder {
  readonly kind: "explored";
  readonly cuts: readonly ExploredPoint[];
}

export type LiveOrder =
  | {
      readonly kind: "cuts";
      readonly cuts: readonly CrashPoint[];
      /** Planned in the recorded run, and made from that where this one ends sooner. */
      readonly elseMade?: true;
    }
  /** Killed again and again at growing distances: the last of these may come too late. */
  | { readonly kind: "progress"; readonly cuts: readonly CrashPoint[] }
  | { readonly kind: "writes"; readonly killCount: number; readonly drawn?: DrawnCrashes }
  /** One list of steps a kill, in order of preference. */
  | {
      readonly kind: "steps";
      readonly wanted: readonly (readonly string[])[];
      /** Kills where absent. */
      readonly drawn?: DrawnCrashes;
    }
  | {
      readonly kind: "time";
      readonly killCount: number;
      readonly delayMs: number;
      readonly delayRegion: string;
    };

/** The same without the target, where that was asked for; undefined where it was not. */
export function madeInstead(order: CaseOrder): CaseOrder | undefined {
  if (order.kind !== "cuts" || order.elseMade !== true) return undefined;
  const { index, seed } = order;
  const made = crashOrderOf(order.cuts);
  return made.kind === "explored" ? { index, seed, ...made } : undefined;
}

/** How many crashes a live case has at most. */
export function crashCountOf(order: LiveOrder): number {
  switch (order.kind) {
    case "cuts":
    case "progress":
      return order.cuts.length;
    case "steps":
      return order.wanted.length;
    case "writes":
    case "time":
      return order.killCount;
  }
}
