import type { ComparedCase, ComparedRun, Mark } from "./compared-run.js";

/** A kind of finding that came, or went, in cases that show the same however often they are run. */
export interface CertainFinding {
  readonly text: string;
  /** The cases in which it came or went. */
  readonly ids: readonly string[];
  /** Other cases show it on both sides: it has spread, or shrunk. */
  readonly elsewhere: boolean;
}

/** What is known without any statistics. */
export interface CertainChanges {
  /** The cases that were paired, changed or not. Chance has no part in them. */
  readonly ids: ReadonlySet<string>;
  readonly came: readonly CertainFinding[];
  readonly went: readonly CertainFinding[];
}

/**
 * Compares cases of the same id of targets that do the same each time: an id names scenario,
 * target, seed, cuts and the scenario's fingerprint. Cases in which parents differ from each other
 * are not among them.
 */
export function certainChanges(now: ComparedRun, parents: readonly ComparedRun[]): CertainChanges {
  const after = repeatableCases([now]);
  const before = repeatableCases(parents);
  const pairs = [...after].flatMap(([id, one]) => {
    const other = before.get(id);
    return one === undefined || other === undefined ? [] : [{ id, one, other }];
  });
  const came = pairs.map(({ id, one, other }) => ({ id, marks: missing(one, other) }));
  const went = pairs.map(({ id, one, other }) => ({ id, marks: missing(other, one) }));
  return {
    ids: new Set(pairs.map(({ id }) => id)),
    came: byKind(came, keysOf(parents.flatMap(({ cases }) => cases))),
    went: byKind(went, keysOf(now.cases)),
  };
}

/** Cases by id; undefined where runs that have it differ, or one of them is not repeatable. */
function repeatableCases(runs: readonly ComparedRun[]): Map<string, ComparedCase | undefined> {
  const found = new Map<string, ComparedCase | undefined>();
  for (const { cases, uncrashed, repeatable } of runs) {
    for (const each of [...cases, ...uncrashed]) {
      const first = found.has(each.id) ? found.get(each.id) : each;
      const isRepeatable = repeatable || uncrashed.includes(each);
      const agrees = first === each || (first !== undefined && shown(first) === shown(each));
      found.set(each.id, isRepeatable && agrees ? first : undefined);
    }
  }
  return found;
}

function shown({ outcome, marks }: ComparedCase): string {
  return JSON.stringify([outcome, ...marks.map(({ key }) => key).sort()]);
}

function missing(one: ComparedCase, other: ComparedCase): Mark[] {
  const there = keysOf([other]);
  return findingsOf(one).filter(({ key }) => !there.has(key));
}

function findingsOf({ marks }: ComparedCase): Mark[] {
  return marks.filter(({ about }) => about === "finding");
}

function keysOf(cases: readonly ComparedCase[]): ReadonlySet<string> {
  return new Set(cases.flatMap((each) => findingsOf(each).map(({ key }) => key)));
}

function byKind(
  changes: readonly { id: string; marks: readonly Mark[] }[],
  known: ReadonlySet<string>,
): CertainFinding[] {
  const kinds = new Map<string, { text: string; ids: string[]; elsewhere: boolean }>();
  for (const { id, marks } of changes) {
    for (const { key, text } of marks) {
      const kind = kinds.get(key) ?? { text, ids: [], elsewhere: known.has(key) };
      kinds.set(key, kind);
      kind.ids.push(id);
    }
  }
  return [...kinds.values()];
}
