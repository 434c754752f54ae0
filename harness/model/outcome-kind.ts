import type { CrashModel } from "./trace.js";
import { worstOf, type Finding } from "./verdict.js";

/** What a case has come to, as far as it tells one kind from another. */
export interface Outcome {
  readonly verdict: "held" | "violated" | "undecided";
  readonly model: CrashModel;
  readonly known: boolean;
  readonly findings: readonly Finding[];
  /** Of what held. */
  readonly class?: string;
}

/**
 * Names the kind of an outcome: the same worst class, seen by the same checkers about the same
 * places, under the same crash model. Undecided ones are all of one kind.
 */
export function outcomeKind({ verdict, model, known, findings, class: name }: Outcome): string {
  const worst = findings.filter((each) => each.class === worstOf(findings));
  const seen = worst.map((each) => `${each.class}, ${each.place}, ${each.checker}`);
  const held = verdict === "held" ? name : undefined;
  return JSON.stringify([verdict, held, model, known, [...new Set(seen)].sort()]);
}
