import type { FindingClass } from "../verdict.js";

/**
 * What has to happen to a known-bad target: nothing, one kind of crash, one crash in the resume of
 * one, or a second signal after the first.
 */
export const crashNeeds = [
  "none",
  "kill",
  "torn",
  "power",
  "nested",
  "interrupt",
  "second-interrupt",
] as const;

/** How the exploration of one known-bad target went. */
export interface Proof {
  readonly name: string;
  readonly mistake: string;
  /** Missed: nothing was found, or only something else than what is wrong with it. */
  readonly result: "caught" | "missed" | "undecided";
  readonly checker: string;
  readonly class: FindingClass;
  /** Cases that were judged; 0 where the uninterrupted runs showed it. */
  readonly stateCount: number;
  readonly elapsedMs: number;
  /** The case that showed it; empty where none was needed. */
  readonly id: string;
  /** How many seeds of kills by chance see it too: of so many that were tried to their end. */
  readonly chance:
    | { readonly kind: "not needed" }
    | { readonly kind: "out of reach"; readonly why: string }
    | { readonly kind: "tried"; readonly seen: number; readonly of: number };
  /** Why it is not caught; empty where it is. */
  readonly why: string;
}

/** Of the proofs in which kills by chance were tried, those that at least one seed has seen. */
export function seenByChance(proofs: readonly Proof[]): { seen: number; of: number } {
  const tried = proofs.flatMap(({ chance }) => (chance.kind === "tried" ? [chance] : []));
  return { seen: tried.filter(({ seen }) => seen > 0).length, of: tried.length };
}

/** How the exploration of one correct target went. */
export interface Holding {
  readonly name: string;
  /** What is unusual about it, in one sentence. */
  readonly odd: string;
  readonly verdict: "held" | "violated" | "undecided";
  /** Cases that were judged. */
  readonly stateCount: number;
  readonly elapsedMs: number;
  /** What was found, each with the case that showed it; or why nothing could be. */
  readonly problems: readonly string[];
}
