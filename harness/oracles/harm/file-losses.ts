import {
  byPath,
  contentFields,
  meaningText,
  otherFields,
  type ListedEntry,
} from "../compare/listed-entry.js";
import type { FileSystemFacts } from "../facts/facts.js";

/** Files, folders and links that are as no side has them. */
export interface FileLosses {
  /** How many the sides have in common, by path or by content. */
  readonly keptCount: number;
  readonly gone: readonly string[];
  /** They can't be read, though every side that has them reads them. */
  readonly broken: readonly string[];
  /** Their content is another one. */
  readonly changed: readonly string[];
  /** Their content is there: path, and what of it is other ("/f (mode, uid)"). */
  readonly altered: readonly string[];
}

/**
 * Holds each path against the sides: it has to be as it was before the work, or as uninterrupted
 * runs leave it; also not to be there is a state that a side may have. But content that all sides
 * have must be somewhere: a file that gets another name may not be lost on its way. In what
 * uninterrupted runs differ from each other, nothing is asked. Undefined where nothing is lost.
 */
export function fileLosses(
  base: readonly FileSystemFacts[],
  goldens: readonly FileSystemFacts[],
  found: FileSystemFacts,
): FileLosses | undefined {
  const before = base.map(({ manifest }) => byPath(manifest));
  const after = goldens.map(({ manifest }) => byPath(manifest));
  const now = byPath(found.manifest);
  const sides = [...before, ...after];
  const paths = new Set(sides.flatMap((side) => [...side.keys()]));
  const [broken, changed, altered]: [string[], string[], string[]] = [[], [], []];
  for (const path of paths) {
    const entry = now.get(path);
    if (entry === undefined) continue;
    const differs = (field: keyof ListedEntry) =>
      isOther(field, entry, listed(before, path), listed(after, path));
    if (entry.unread !== undefined) {
      if (sides.every((side) => side.get(path)?.unread === undefined)) broken.push(path);
    } else if (contentFields.some(differs)) changed.push(path);
    else {
      const others = otherFields.filter(differs);
      if (others.length > 0) altered.push(`${path} (${others.join(", ")})`);
    }
  }
  const { kept, moved } = keptIn(sides);
  const there = contentsOf(now);
  const missing = [
    ...kept.filter((path) => !now.has(path)),
    ...[...moved].flatMap(([content, path]) => (there.has(content) ? [] : [path])),
  ];
  const told = new Set([...broken, ...changed]);
  const gone = [...new Set(missing)].filter((path) => !told.has(path));
  const isWhole = gone.length + broken.length + changed.length + altered.length === 0;
  const keptCount = new Set([...kept, ...moved.values()]).size;
  return isWhole ? undefined : { keptCount, gone, broken, changed, altered };
}

/** Paths that all sides have, and contents that are under other paths there, with the first one. */
function keptIn([first, ...others]: readonly Side[]): {
  readonly kept: readonly string[];
  readonly moved: ReadonlyMap<string, string>;
} {
  const paths = [...(first?.keys() ?? [])];
  const contents = others.map(contentsOf);
  const moved = [...(first?.values() ?? [])].flatMap((entry) =>
    contentOf(entry)
      .filter((content) => contents.every((each) => each.has(content)))
      .filter((content) => others.some((side) => side.get(entry.path)?.sha256 !== content))
      .map((content): [string, string] => [content, entry.path]),
  );
  return {
    kept: paths.filter((path) => others.every((side) => side.has(path))),
    moved: new Map(moved.toReversed()),
  };
}

type Side = ReadonlyMap<string, ListedEntry>;

function contentsOf(side: Side): ReadonlySet<string> {
  return new Set([...side.values()].filter(isNamed).flatMap(contentOf));
}

/** A repair finds files again, but not their names. */
function isNamed({ path }: ListedEntry): boolean {
  return !path.startsWith("/lost+found/");
}

/** What is in a file; nothing where it is empty, or is no file. */
function contentOf({ sha256, sizeBytes }: ListedEntry): string[] {
  return sha256 === undefined || sizeBytes === 0 ? [] : [sha256];
}

/** What a side can't read was not there to be lost. */
function listed(sides: readonly Side[], path: string): ListedEntry[] {
  return sides.flatMap((side) => side.get(path) ?? []).filter(({ unread }) => unread === undefined);
}

function isOther(
  field: keyof ListedEntry,
  entry: ListedEntry,
  before: readonly ListedEntry[],
  after: readonly ListedEntry[],
): boolean {
  // One more name for the same file takes nothing away.
  if (field === "linkedTo" && [...before, ...after].every((side) => side.linkedTo === undefined)) {
    return false;
  }
  const read = (side: ListedEntry) => meaningText(side, field);
  if (new Set(after.map(read)).size > 1) return false;
  const wanted = [...before, ...after].map(read);
  return wanted.length > 0 && !wanted.includes(read(entry));
}

const namesShown = 3;

/** They in words: "12 of 200 files gone (/a, /b, /c, ...), 3 with other content (...)". */
export function lossWords({ keptCount, gone, broken, changed, altered }: FileLosses): string {
  const kinds = [
    [gone, "gone"],
    [broken, "that can't be read"],
    [changed, "with other content"],
    [altered, "altered"],
  ] as const;
  return kinds
    .filter(([paths]) => paths.length > 0)
    .map(([paths, what]) => `${paths.length} of ${keptCount} files ${what} (${some(paths)})`)
    .join(", ");
}

/** The first few of some names, and that there are more. */
export function some(names: readonly string[]): string {
  const shown = names.slice(0, namesShown);
  return names.length > shown.length ? `${shown.join(", ")}, ...` : shown.join(", ");
}
