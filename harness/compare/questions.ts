import { answer, type Answer, type Question } from "./answer.js";
import { groupByRun, type CasesByRun } from "./cases-by-run.js";
import type { ComparedCase } from "./compared-run.js";
import { missedByOneRun, seenInOneRun, type Item, type Lonely } from "./lonely.js";
import { countStrata, tally } from "./tally.js";

type Unit = Question["unit"];

/** What is asked about failing cases in which chance has a part. */
export interface Counted {
  readonly all: Answer;
  /** By step or suite, class and finding. */
  readonly parts: readonly Answer[];
}

/** What is asked about the tests that fail, or the kinds of findings that were seen. */
export interface OfItems {
  readonly firstSeen: Answer;
  readonly firstSeenNames: readonly string[];
  readonly gone: Answer;
  readonly goneNames: readonly string[];
}

/** Asks about failing cases in all, by part, by class and by finding. */
export function askAll(unit: Unit, runs: CasesByRun, nameOf: (id: string) => string): Counted {
  const sizes = runs.map(({ length }) => length);
  const failing = failingOf(runs);
  const trials = countStrata(runs, nameOf);
  const of = (showing: CasesByRun) => tally(showing, nameOf, trials, sizes);
  return {
    all: answer({ about: "all", text: "failing", unit, tally: of(failing) }),
    parts: [...byPart(unit, runs, nameOf), ...byMark(unit, failing, of)],
  };
}

/** Asks about what the new run alone shows, and what it alone does not. */
export function askAboutItems(
  unit: Unit,
  items: readonly Item[],
  sizes: readonly number[],
): OfItems {
  const firstSeen = seenInOneRun(items, sizes);
  const gone = missedByOneRun(items, sizes);
  const ask = (about: Question["about"], text: string, { tally }: Lonely) =>
    answer({ about, text, unit, tally });
  return {
    firstSeen: ask("first seen", "never seen before", firstSeen),
    firstSeenNames: firstSeen.names,
    gone: ask("gone", "seen in each parent, not now", gone),
    goneNames: gone.names,
  };
}

function failingOf(runs: CasesByRun): CasesByRun {
  return runs.map((cases) => cases.filter(({ outcome }) => outcome === "failed"));
}

/** Each step or suite by itself. Where there is only one it is the whole. */
function byPart(unit: Unit, runs: CasesByRun, nameOf: (id: string) => string): Answer[] {
  const parts = groupByRun(runs, ({ part }) => [[part, part]]);
  if (parts.size < 2) return [];
  return [...parts.values()].flatMap(({ text, cases }) => {
    const failing = failingOf(cases);
    if (failing.every(({ length }) => length === 0)) return [];
    const sizes = cases.map(({ length }) => length);
    const counts = tally(failing, nameOf, countStrata(cases, nameOf), sizes);
    return counts.now.size === 0 || counts.parents.length === 0
      ? []
      : [answer({ about: "part", text, unit, tally: counts })];
  });
}

/** Each class and each kind of finding, of all cases. */
function byMark(
  unit: Unit,
  failing: CasesByRun,
  of: (showing: CasesByRun) => Question["tally"],
): Answer[] {
  return (["class", "finding"] as const).flatMap((about) => {
    const marksOf = ({ marks }: ComparedCase) => marks.filter((mark) => mark.about === about);
    const groups = groupByRun(failing, (each) => marksOf(each).map(({ key, text }) => [key, text]));
    return [...groups.values()].map(({ text, cases }) =>
      answer({ about, text, unit, tally: of(cases) }),
    );
  });
}
