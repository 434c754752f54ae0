import { changesNothing, type ExpectedEnd } from "../../catalogue/expected-end.js";
import { atTheEnd, type Fault, type Finding } from "../../model/verdict.js";
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
  if (expected.ends === "refused" && exit !== undefined && lab.succeeded(exit, record.part)) {
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

/** Whether a run has refused, and has left the medium as it was before all runs. */
export function hasRefused(lab: Lab, record: RunRecord): boolean {
  const exit = record.exits.at(-1);
  const isRefusal = exit !== undefined && !lab.succeeded(exit, record.part);
  return isRefusal && lab.bench.changeFromBase() === undefined;
}

/** What an uninterrupted run does wrong is no crash's fault: it is asked of no crashed one. */
export function endFindings(ends: readonly WrongEnd[], without: readonly WrongEnd[]): Finding[] {
  return endFaults(
    ends.filter(({ checker }) => without.every((each) => each.checker !== checker)),
  ).map(atTheEnd);
}

const ofChecker: Readonly<Record<WrongEnd["checker"], Pick<Fault, "class" | "place">>> = {
  told: { class: "diverged", place: "what it says" },
  "against golden": { class: "bystander touched", place: "what it must leave alone" },
};

/** How a run ends otherwise than the scenario asks, as faults. */
export function endFaults(ends: readonly WrongEnd[]): Fault[] {
  return ends.map(({ checker, message }) => ({ checker, ...ofChecker[checker], message }));
}
