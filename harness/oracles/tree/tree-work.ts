import { shownPath } from "../../model/tree/raw-path.js";
import type { TreeDifference, TreeDifferences, TreeEntry } from "../../model/tree/tree-entry.js";
import { fieldsBetween, fieldText } from "./compare-entries.js";
import { placeOf } from "./tree-faults.js";

/** A name that now stands for what another name stood for. */
interface Renamed {
  readonly from: string;
  readonly to: string;
}

const mostListed = 3;

/** What runs did to a tree, in words: a line for each kind of deed. */
export function treeWork(now: TreeDifferences): string[] {
  const renamed = renames(now);
  const told = new Set(renamed.flatMap(({ from, to }) => [from, to]));
  const rest = [...now].filter(([path]) => !told.has(path));
  const made = rest.filter(([, each]) => each.before === undefined);
  const gone = rest.filter(([, each]) => each.now === undefined);
  const changed = rest.flatMap(([path, { before, now: after }]) =>
    before && after ? [{ path, before, after }] : [],
  );
  return [
    ...countLines("made", made),
    ...namesLine(
      "renamed",
      renamed.map(({ from, to }) => `${shownPath(from)} to ${shownPath(to)}`),
      "name",
    ),
    ...namesLine("changed", changed.map(changeWords), "name"),
    ...countLines("removed", gone),
  ];
}

/** Files that have another name and the same content. */
export function renames(now: TreeDifferences): Renamed[] {
  const gone = new Map<number, string>();
  for (const [path, { before, now: after }] of now) {
    if (before !== undefined && after?.ino !== before.ino) gone.set(before.ino, path);
  }
  return [...now].flatMap(([to, { before, now: after }]) => {
    if (after === undefined || after.ino === before?.ino) return [];
    const from = gone.get(after.ino);
    return from === undefined || from === to ? [] : [{ from, to }];
  });
}

function changeWords({
  path,
  before,
  after,
}: {
  path: string;
  before: TreeEntry;
  after: TreeEntry;
}) {
  const [field = "content"] = fieldsBetween(before, after);
  const [was, is] = [fieldText(before, field), fieldText(after, field)];
  return `${placeOf(path)} (${was === is ? `other ${was}` : `${was} became ${is}`})`;
}

/** "made 3 files: a, b and c", and the same of folders and links. */
function countLines(deed: string, entries: readonly (readonly [string, TreeDifference])[]) {
  return (["file", "folder", "link"] as const).flatMap((type) => {
    const paths = entries.flatMap(([path, { before, now }]) =>
      (now ?? before)?.type === type ? [placeOf(path)] : [],
    );
    return namesLine(deed, paths, type);
  });
}

function namesLine(deed: string, names: readonly string[], noun: string): string[] {
  if (names.length === 0) return [];
  const count = names.length === 1 ? `1 ${noun}` : `${names.length} ${noun}s`;
  const more = names.length > mostListed ? ` and ${names.length - mostListed} more` : "";
  return [`${deed} ${count}: ${names.slice(0, mostListed).join(", ")}${more}`];
}
