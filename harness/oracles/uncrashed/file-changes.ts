import {
  byPath,
  contentFields,
  fieldText,
  meaningText,
  otherFields,
  type ListedEntry,
} from "../compare/listed-entry.js";
import type { FileSystemFacts } from "../facts/facts.js";
import { some } from "../harm/file-losses.js";

/** What became of the files of one file system, by their paths. */
export interface FileChanges {
  readonly before: number;
  readonly gone: readonly string[];
  /** They can't be read, and could be before. */
  readonly broken: readonly string[];
  readonly changed: readonly string[];
  readonly added: readonly string[];
  /** The same content: the path, and which of mode, owner, links and so on are other ones. */
  readonly altered: readonly Altered[];
}

interface Altered {
  readonly path: string;
  readonly what: readonly string[];
  /** What is other means nothing to its reader. */
  readonly isTrifle: boolean;
}

/** Holds the files after a run against those before it. */
export function fileChanges(before: FileSystemFacts, after: FileSystemFacts): FileChanges {
  const [old, now] = [byPath(before.manifest), byPath(after.manifest)];
  const both = [...old].flatMap(([path, entry]) => {
    const other = now.get(path);
    return other === undefined ? [] : [{ path, entry, other }];
  });
  const isBroken = ({ entry, other }: (typeof both)[number]) =>
    entry.unread === undefined && other.unread !== undefined;
  const readable = both.filter(
    ({ entry, other }) => entry.unread === undefined && other.unread === undefined,
  );
  const isContentOther = ({ entry, other }: (typeof both)[number]) =>
    contentFields.some((field) => differs(field, entry, other));
  return {
    before: old.size,
    gone: [...old.keys()].filter((path) => !now.has(path)),
    broken: both.filter(isBroken).map(({ path }) => path),
    changed: readable.filter(isContentOther).map(({ path }) => path),
    added: [...now.keys()].filter((path) => !old.has(path)),
    altered: readable
      .filter((each) => !isContentOther(each))
      .map(({ path, entry, other }) => {
        const what = otherFields.filter((field) => differs(field, entry, other));
        const isSame = (field: keyof ListedEntry) =>
          meaningText(entry, field) === meaningText(other, field);
        return { path, what, isTrifle: what.every(isSame) };
      })
      .filter(({ what }) => what.length > 0),
  };
}

function differs(field: keyof ListedEntry, entry: ListedEntry, other: ListedEntry): boolean {
  return fieldText(entry, field) !== fieldText(other, field);
}

/** They in words, a line each kind: what is gone first. */
export function fileLines({
  before,
  gone,
  broken,
  changed,
  added,
  altered,
}: FileChanges): string[] {
  const of = `of ${before} files`;
  const paths = altered.map(({ path }) => path);
  const what = [...new Set(altered.flatMap((each) => each.what))].join(", ");
  return [
    ...(gone.length > 0 ? [`${gone.length} ${of} gone (${some(gone)})`] : []),
    ...(broken.length > 0 ? [`${broken.length} ${of} that can't be read (${some(broken)})`] : []),
    ...(changed.length > 0
      ? [`${changed.length} ${of} with other content (${some(changed)})`]
      : []),
    ...(altered.length > 0 ? [`${altered.length} ${of} with other ${what} (${some(paths)})`] : []),
    ...(added.length > 0 ? [`${added.length} files added (${some(added)})`] : []),
  ];
}
