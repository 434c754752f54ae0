import type { ComparedCase } from "./compared-run.js";
import type { Stratum } from "./statistics/conditional.js";
import { sum, type CasesByRun, type Tally } from "./tally.js";

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
  return items(
    runs,
    ({ id }) => [{ key: id, text: id }],
    (key, counts) => counts.get(key) ?? [],
  );
}

/** Kinds of findings as items. Each case of a run could have shown any of them. */
export function findingItems(runs: CasesByRun, sizes: readonly number[]): Item[] {
  const marks = ({ marks }: ComparedCase) => marks.filter(({ about }) => about === "finding");
  return items(runs, marks, () => sizes);
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

function items(
  runs: CasesByRun,
  namesOf: (one: ComparedCase) => readonly { key: string; text: string }[],
  chancesOf: (key: string, counts: ReadonlyMap<string, readonly number[]>) => readonly number[],
): Item[] {
  const zeros = () => runs.map(() => 0);
  const found = new Map<string, { text: string; seen: number[]; stumbled: number[] }>();
  const counts = new Map<string, number[]>();
  for (const [run, cases] of runs.entries()) {
    for (const each of cases) {
      for (const { key, text } of namesOf(each)) {
        increment(counts, key, run, zeros);
        const item = found.get(key) ?? { text, seen: zeros(), stumbled: zeros() };
        found.set(key, item);
        const row = { passed: undefined, failed: item.seen, flaky: item.stumbled }[each.outcome];
        if (row !== undefined) row[run] = (row[run] ?? 0) + 1;
      }
    }
  }
  return [...found].map(([key, item]) => ({ ...item, chances: chancesOf(key, counts) }));
}

function increment(
  counts: Map<string, number[]>,
  key: string,
  run: number,
  zeros: () => number[],
): void {
  const row = counts.get(key) ?? zeros();
  counts.set(key, row);
  row[run] = (row[run] ?? 0) + 1;
}
