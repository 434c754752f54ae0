import type { Answer } from "./answer.js";
import type { CertainFinding } from "./certain.js";
import type { ComparedRun } from "./compared-run.js";
import type { Corrected } from "./correct.js";
import type { Evidence } from "./evidence.js";

/** Worse, undecided, better, only noise, or nothing at all differs; with the reasons. */
export interface Judgement {
  readonly verdict: "new" | "undecided" | "gone" | "noise" | "same";
  readonly reasons: readonly string[];
}

/** Of like reasons so many are told. */
const mostShown = 3;

/** What it comes to: what is new outweighs what is undecided, and that what is gone. */
export function judge(evidence: Evidence): Judgement {
  const fresh = whatIsNew(evidence);
  if (fresh.length > 0) return { verdict: "new", reasons: fresh };
  const open = whatIsOpen(evidence);
  if (open.length > 0) return { verdict: "undecided", reasons: open };
  const gone = whatIsGone(evidence);
  if (gone.length > 0) return { verdict: "gone", reasons: gone };
  return { verdict: differs(evidence) ? "noise" : "same", reasons: [] };
}

function whatIsNew({ certain, chance }: Evidence): string[] {
  return [
    ...certainly("kinds of findings that came", certain.came),
    ...told(chance?.worse, "more than chance"),
  ];
}

function whatIsGone({ certain, chance }: Evidence): string[] {
  return [
    ...certainly("kinds of findings that went", certain.went),
    ...told(chance?.better, "more than chance"),
  ];
}

function whatIsOpen({ now, chance, unshared, incomparable }: Evidence): string[] {
  const { withoutHistory, problems } = unshared;
  const names = chance?.firstSeenNames ?? [];
  const says = chance?.firstSeenSays;
  const isTold = says === "chance" || (now.unit === "test" && says !== "too few failures");
  const isOpen = names.length > 0 && !isTold;
  const fresh = withoutHistory.length;
  return [
    ...incomparable,
    ...problems,
    ...(fresh > 0 ? [`failing tests that no parent has: ${fresh}`] : []),
    ...told(chance?.worse, "too few parents").map(
      (text) => `${text}: more than chance, unless runs vary more than the parents can show`,
    ),
    ...(isOpen ? [`${firstSeenText(now.unit)}: ${names.length}, too few to rule out chance`] : []),
  ];
}

function certainly(what: string, kinds: readonly CertainFinding[]): string[] {
  if (kinds.length === 0) return [];
  const cases = new Set(kinds.flatMap(({ ids }) => ids)).size;
  const where = `in cases of the same id: ${cases}`;
  return [`${what}: ${kinds.length}, ${where}; chance has no part in it`];
}

/** A sentence each, for the first few. */
function told(family: readonly Corrected[] = [], says: Corrected["says"]): string[] {
  const some = family.filter((each) => each.says === says).map(({ answer }) => answer);
  const shown = some.slice(0, mostShown).map(describe);
  const more = some.length - shown.length;
  return more > 0 ? [...shown, `the same of ${more} more`] : shown;
}

function describe(answer: Answer): string {
  const { now, expected } = answer;
  return `${nameOf(answer)}: ${now.count}, expected ${expected.toFixed(1)}`;
}

function nameOf({ about, text, unit }: Answer): string {
  switch (about) {
    case "all":
      return `failing ${unit}s`;
    case "first seen":
      return firstSeenText(unit);
    case "gone":
      return "tests that failed in each parent, and pass";
    case "part":
      return `failing ${unit}s of ${text}`;
    case "class":
    case "finding":
      return `cases with ${about} ${text}`;
  }
}

function firstSeenText(unit: Answer["unit"]): string {
  return unit === "test" ? "tests that never failed before" : "kinds of findings never seen before";
}

/** Whether any two runs differ in what failed. */
function differs({ now, parents }: Evidence): boolean {
  return new Set([now, ...parents].map(failuresOf)).size > 1;
}

function failuresOf({ cases }: ComparedRun): string {
  const failing = cases.filter(({ outcome }) => outcome !== "passed");
  const shown = failing.map(({ id, outcome, marks }) => [id, outcome, ...marks.map((m) => m.key)]);
  return JSON.stringify(shown.map((each) => JSON.stringify(each)).sort());
}
