import type { Answer } from "./answer.js";
import type { CasesByRun } from "./cases-by-run.js";
import type { ComparedRun } from "./compared-run.js";
import { correct, type Corrected } from "./correct.js";
import { findingItems, testItems } from "./lonely.js";
import { askAboutItems, askAll, type Counted, type OfItems } from "./questions.js";
import { stratumNames } from "./tally.js";

/** What the counts tell, where chance has a part in them. */
export interface ByChance extends Counted, OfItems {
  /** Is anything more than before? One family of questions. */
  readonly worse: readonly Corrected[];
  /** Is anything less than before? Another one. */
  readonly better: readonly Corrected[];
  /** Whether as many findings of kinds that were never seen before are what parents have too. */
  readonly firstSeenSays: Corrected["says"];
}

/**
 * Asks all questions of runs, the new one first, without the cases that are certain. Undefined
 * where no other case is left on either side.
 */
export function byChance(
  runs: readonly ComparedRun[],
  certain: ReadonlySet<string>,
): ByChance | undefined {
  const unit = runs[0]?.unit ?? "case";
  const isTests = unit === "test";
  const nameOf = stratumNames(runs);
  const isOpen = (id: string) => (isTests ? nameOf(id) === id : !certain.has(id));
  const all = runs.map(({ cases }) => cases);
  const open = all.map((cases) => cases.filter(({ id }) => isOpen(id)));
  const [now = [], ...parents] = open;
  if (now.length === 0 || parents.every(({ length }) => length === 0)) return undefined;
  const counted = askAll(unit, open, nameOf);
  const ofItems = isTests ? askAboutTests(open) : askAboutFindings(all);
  const [firstSeen] = correct([more(ofItems.firstSeen)]);
  const counts = [counted.all, ...counted.parts];
  // Tests are independent items; kinds of findings are not, as one cause may show several. So
  // these are asked about one by one.
  const worse = correct([...counts, ...(isTests ? [ofItems.firstSeen] : [])].map(more));
  const ofTests = worse.find(({ answer }) => answer.about === "first seen");
  return {
    ...{ ...counted, ...ofItems, worse },
    better: correct([...counts.map(fewer), ...(isTests ? [more(ofItems.gone)] : [])]),
    firstSeenSays: (ofTests ?? firstSeen)?.says ?? "too few failures",
  };
}

function askAboutTests(runs: CasesByRun): OfItems {
  return askAboutItems("test", testItems(runs), sizesOf(runs));
}

function askAboutFindings(runs: CasesByRun): OfItems {
  return askAboutItems("case", findingItems(runs), sizesOf(runs));
}

function sizesOf(runs: CasesByRun): number[] {
  return runs.map(({ length }) => length);
}

function more(answer: Answer) {
  return { answer, side: "more" as const };
}

function fewer(answer: Answer) {
  return { answer, side: "fewer" as const };
}
