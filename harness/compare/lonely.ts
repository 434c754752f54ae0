import { groupByRun, type CasesByRun } from "./cases-by-run.js";
import type { ComparedCase } from "./compared-run.js";
import type { Stratum } from "./statistics/conditional.js";
import { countStrata, sum, type Tally } from "./tally.js";

/** Something that may show up in a run: a test that fails, or a kind of finding. */
export interface Item {
  readonly text: string;
  /** How often it could have shown up, by run. */
  readonly chances: readonly number[];
  /** How often it did, by run. */
  readonly seen: readonly number[];
  /** How often it did in an attempt, which another made up for, by run. */
  readonly stumbled: readonly number[];
}

/** Items that one run alone has: how many each has, and which those of the new run are. */
export interface Lonely {
  readonly tally: Tally;
  readonly names: readonly string[];
}

/** Tests as items: what shows up is that one fails. */
export function testItems(runs: CasesByRun): Item[] {
  const countById = (some: CasesByRun) => countStrata(some, (id) => id);
  const counts = (outcome: ComparedCase["outcome"]) =>
    countById(runs.map((cases) => cases.filter((each) => each.outcome === outcome)));
  const [failed, flaky, none] = [counts("failed"), counts("flaky"), runs.map(() => 0)];
  return [...countById(runs)].map(([id, chances]) => ({
    text: id,
    chances,
    seen: failed.get(id) ?? none,
    stumbled: flaky.get(id) ?? none,
  }));
}

/** Kinds of findings as items. Each case of a run could have shown any of them. */
export function findingItems(runs: CasesByRun): Item[] {
  const findings = ({ marks }: ComparedCase) => marks.filter(({ about }) => about === "finding");
  const kinds = groupByRun(runs, (each) => findings(each).map(({ key, text }) => [key, text]));
  return [...kinds.values()].map(({ text, cases }) => ({
    text,
    chances: runs.map(({ length }) => length),
    seen: cases.map(({ length }) => length),
    stumbled: runs.map(() => 0),
  }));
}

/**
 * Items that were seen in one run, and in no other. Where all runs are alike it is as likely to be
 * any of those that could have shown the item: so the parents tell how many items that were never
 * seen before are to be expected of one more run (Good and Turing's estimate, as an exact test).
 */
export function seenInOneRun(all: readonly Item[], sizes: readonly number[]): Lonely {
  return lonely(all, sizes, ({ seen, stumbled }, run) =>
    seen.every((count, index) =>
      index === run ? count > 0 : count === 0 && (stumbled[index] ?? 0) === 0,
    ),
  );
}

/** Items that were seen in each run that could show them, but for one. */
export function missedByOneRun(all: readonly Item[], sizes: readonly number[]): Lonely {
  return lonely(all, sizes, ({ chances, seen, stumbled }, run) =>
    seen.every((count, index) =>
      index === run
        ? (chances[index] ?? 0) > 0 && count === 0 && (stumbled[index] ?? 0) === 0
        : count > 0 || chances[index] === 0,
    ),
  );
}

function lonely(
  all: readonly Item[],
  sizes: readonly number[],
  isAlone: (item: Item, run: number) => boolean,
): Lonely {
  const found = all.flatMap((item) => {
    const run = sizes.findIndex((_, index) => isAlone(item, index));
    return run < 0 || item.chances.filter((each) => each > 0).length < 2 ? [] : [{ item, run }];
  });
  const [now = { count: 0, size: 0 }, ...parents] = sizes.map((size, index) => ({
    count: found.filter(({ run }) => run === index).length,
    size,
  }));
  const strata = found.map(({ item }) => stratumOf(item));
  const names = found.filter(({ run }) => run === 0).map(({ item }) => item.text);
  return { tally: { now, parents, strata }, names };
}

function stratumOf({ chances }: Item): Stratum {
  return { trials: sum(chances), failures: 1, newTrials: chances[0] ?? 0 };
}
