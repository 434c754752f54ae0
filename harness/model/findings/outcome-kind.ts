import { findingKind } from "./finding-kind.js";
import type { CrashModel } from "../trace.js";
import { worstOf, type Finding } from "../verdict.js";

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
 * Names the kind of an outcome: its worst findings are of the same kinds, under the same crash
 * model. Undecided ones are all of one kind.
 */
export function outcomeKind({ verdict, model, known, findings, class: name }: Outcome): string {
  const worst = findings.filter((each) => each.class === worstOf(findings));
  const held = verdict === "held" ? name : undefined;
  return JSON.stringify([verdict, held, model, known, [...new Set(worst.map(findingKind))].sort()]);
}
