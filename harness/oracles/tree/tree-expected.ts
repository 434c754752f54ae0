import type { TreeDifferences, TreeEntry } from "../../model/tree/tree-entry.js";
import { fieldsBetween, type TreeField } from "./compare-entries.js";
import { varyingNames, withSteadyNames, type NamePattern } from "./varying-names.js";

/** What uninterrupted runs leave under a name that one of them has changed. */
export interface ExpectedEntry {
  /** Absent where it is new. */
  readonly before?: TreeEntry;
  /** Absent where they remove it. */
  readonly after?: TreeEntry;
  /** What of it is another one in each run, so that nobody can say what it should be. */
  readonly varies: readonly TreeField[];
  /** One of the runs has left it, the other has not. */
  readonly mayBeAbsent: boolean;
}

/** What two uninterrupted runs have left of a tree. Plain data. */
export interface TreeExpected {
  /** By names that are the same in each run. */
  readonly entries: ReadonlyMap<string, ExpectedEntry>;
  readonly patterns: readonly NamePattern[];
}

/** What may be expected of a tree, by how two uninterrupted runs have left it. */
export function treeExpected(one: TreeDifferences, other: TreeDifferences): TreeExpected {
  const patterns = varyingNames(one, other);
  const [first, second] = [withSteadyNames(one, patterns), withSteadyNames(other, patterns)];
  const entries = new Map<string, ExpectedEntry>();
  for (const path of new Set([...first.keys(), ...second.keys()])) {
    const [mine, theirs] = [first.get(path), second.get(path)];
    const before = mine?.before ?? theirs?.before;
    const left = [mine ? mine.now : before, theirs ? theirs.now : before] as const;
    entries.set(path, expectedOf(before, left));
  }
  return { entries, patterns };
}

type Entry = TreeEntry | undefined;

function expectedOf(before: Entry, [one, other]: readonly [Entry, Entry]): ExpectedEntry {
  const after = one ?? other;
  return {
    ...(before && { before }),
    ...(after && { after }),
    varies: one && other ? fieldsBetween(one, other) : [],
    mayBeAbsent: after !== undefined && (one === undefined || other === undefined),
  };
}

/** What varies from run to run, by name, for people. */
export function variations({ entries, patterns }: TreeExpected): {
  readonly names: readonly string[];
  readonly contents: readonly string[];
  readonly others: readonly string[];
} {
  const all = [...entries];
  const of = (test: (each: ExpectedEntry) => boolean) =>
    all.flatMap(([path, each]) => (test(each) ? [path] : []));
  const patterned = patterns.map(({ folder, prefix, suffix }) =>
    [...(folder === "" ? [] : [folder]), `${prefix}*${suffix}`].join("/"),
  );
  return {
    names: [...new Set([...patterned, ...of(({ mayBeAbsent }) => mayBeAbsent)])],
    contents: of(({ varies }) => varies.includes("content")),
    others: of(({ varies }) => varies.some((field) => field !== "content")),
  };
}
