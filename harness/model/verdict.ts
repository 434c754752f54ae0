import { findingClasses, type FindingClass } from "./finding-classes.js";

export { findingClasses, type FindingClass } from "./finding-classes.js";

/** Something that a checker refuses. */
export interface Finding {
  readonly checker: string;
  readonly class: FindingClass;
  /** What was expected, what was found, where. */
  readonly message: string;
  /** The number of the kill after which it was seen, from 1; 0 for after the last resume. */
  readonly kill: number;
}

/** What is wrong though nothing was killed. */
export function wrongUncrashed(checker: string, message: string): Finding {
  return { checker, class: "wrong without any crash", message, kill: 0 };
}

/** Held: nothing was lost. Violated: a promise was broken. Undecided: no claim either way. */
export type Verdict =
  | { readonly kind: "held"; readonly class: "recovered" | "refused" }
  | {
      readonly kind: "violated";
      readonly class: FindingClass;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: "undecided"; readonly reason: string };

/** The verdict over some findings: held when there are none. */
export function verdictOf(
  findings: readonly Finding[],
  heldClass: "recovered" | "refused",
): Verdict {
  const worst = findingClasses.find((name) => findings.some((finding) => finding.class === name));
  return worst === undefined
    ? { kind: "held", class: heldClass }
    : { kind: "violated", class: worst, findings };
}
