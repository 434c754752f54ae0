import { findingClasses, type FindingClass } from "./findings/finding-classes.js";

export { findingClasses, type FindingClass } from "./findings/finding-classes.js";

/** Something that a checker refuses: one thing about one place. */
export interface Fault {
  readonly checker: string;
  readonly class: FindingClass;
  /** A partition, a table, a file, a command's output: as short as its name. */
  readonly place: string;
  /** What was expected, what was found, where. */
  readonly message: string;
}

/** A fault of a case. */
export interface Finding extends Fault {
  /** The number of the kill after which it was seen, from 1; 0 for after the last resume. */
  readonly kill: number;
}

/** A fault of an uninterrupted run: no crash is to blame. */
export interface UncrashedFault extends Fault {
  /** What to say, as `expects` takes it, where it was meant; absent where that can't be said. */
  readonly expects?: readonly string[] | undefined;
}

/** The same, looked up in what is known of its scenario. */
export interface UncrashedFinding extends UncrashedFault {
  /** The scenario lists it. */
  readonly known: boolean;
}

/** A finding that was seen after the last resume. */
export function atTheEnd(fault: Fault): Finding {
  return { ...fault, kill: 0 };
}

/**
 * The good ends. Recovered: the work is done. Refused: all is as before, and the user is told so.
 * Undone: all is as before, and whole, by a repair that the user has named. Finished: the crash has
 * left what an uninterrupted run leaves, so that nothing was to be done.
 */
export type HeldClass = "recovered" | "refused" | "undone" | "finished";

/** Held: nothing was lost. Violated: a promise was broken. Undecided: no claim either way. */
export type Verdict =
  | { readonly kind: "held"; readonly class: HeldClass }
  | {
      readonly kind: "violated";
      readonly class: FindingClass;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: "undecided"; readonly reason: string };

/** The worst class among some faults, undefined where there are none. */
export function worstOf(faults: readonly Fault[]): FindingClass | undefined {
  return findingClasses.find((name) => faults.some((fault) => fault.class === name));
}

/** The verdict over some findings: held when there are none. */
export function verdictOf(findings: readonly Finding[], heldClass: HeldClass): Verdict {
  const worst = worstOf(findings);
  return worst === undefined
    ? { kind: "held", class: heldClass }
    : { kind: "violated", class: worst, findings };
}

/**
 * Where a way out of a crash ends: in one of the good ends, in content that is whole though nothing
 * is done, in bytes that nobody can read, or in what is wrong.
 */
export type WayEnd = HeldClass | "whole" | "unread" | FindingClass;
