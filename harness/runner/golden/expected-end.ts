import { changesNothing, type ExpectedEnd } from "../../catalogue/expected-end.js";
import type { Finding, FindingClass } from "../../model/verdict.js";
import type { Lab, RunRecord } from "../lab/lab.js";
import { lastWords, textOf } from "../lab/traces.js";

/** How a run has ended otherwise than the scenario asks: who has seen it, and what. */
export interface WrongEnd {
  readonly checker: "told" | "against golden";
  readonly message: string;
}

/**
 * Judges a run that ended by itself, and what it has left, by what the scenario asks.
 * Nothing is asked of a scenario that is just to be done.
 */
export function wrongEnds(expected: ExpectedEnd, lab: Lab, record: RunRecord): WrongEnd[] {
  const wrong: WrongEnd[] = [];
  const exit = record.exits.at(-1);
  const said = `It said: ${lastWords(record)}`;
  if (expected.ends === "refused" && exit !== undefined && lab.succeeded(exit)) {
    const message = `expected it to refuse, but it exited with ${String(exit.exitCode)}. ${said}`;
    wrong.push({ checker: "told", message });
  } else if (
    expected.says !== undefined &&
    !new RegExp(expected.says, "im").test(textOf(record.trace))
  ) {
    const message = `expected it to say something like /${expected.says}/. ${said}`;
    wrong.push({ checker: "told", message });
  }
  const touched = changesNothing(expected) ? lab.bench.changeFromBase() : undefined;
  if (touched !== undefined) wrong.push({ checker: "against golden", message: touched });
  return wrong;
}

/** What an uninterrupted run does wrong is no crash's fault: it is asked of no crashed one. */
export function endFindings(ends: readonly WrongEnd[], without: readonly WrongEnd[]): Finding[] {
  const classes: Readonly<Record<WrongEnd["checker"], FindingClass>> = {
    told: "diverged",
    "against golden": "bystander touched",
  };
  return ends
    .filter(({ checker }) => without.every((each) => each.checker !== checker))
    .map(({ checker, message }) => ({ checker, class: classes[checker], message, kill: 0 }));
}

/** The findings that every case of such a target has, crashed or not. */
export function wrongWithout(ends: readonly WrongEnd[]): Finding[] {
  return ends.map((end) => ({ ...end, class: "wrong without any crash", kill: 0 }));
}
