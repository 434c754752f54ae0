import type { TreeDifferences, TreeEntry } from "../../model/tree/tree-entry.js";
import { fieldsBetween, fieldText, type TreeField } from "./compare-entries.js";
import type { ExpectedEntry, TreeExpected } from "./tree-expected.js";
import { withSteadyNames, type SteadyDifference } from "./varying-names.js";

/**
 * How an entry is not as uninterrupted runs leave it. Gone: it is not there. Old: as before. Other:
 * neither. Kept: still there, though they remove it. Extra: they don't make it. Aside: its content
 * is right, something else of it is not.
 */
export type MismatchKind = "gone" | "old" | "other" | "kept" | "extra" | "aside";

/** An entry that is not as uninterrupted runs leave it. */
export interface Mismatch {
  readonly kind: MismatchKind;
  readonly path: string;
  readonly before: TreeEntry | undefined;
  readonly after: TreeEntry | undefined;
  readonly now: TreeEntry | undefined;
  /** What of it is another one. */
  readonly fields: readonly TreeField[];
  /** Runs leave it alone. */
  readonly isBystander: boolean;
}

/** How a tree differs from what uninterrupted runs leave, sorted by path. */
export function againstGolden(
  { entries, patterns }: TreeExpected,
  now: TreeDifferences,
): Mismatch[] {
  const found = withSteadyNames(now, patterns);
  const paths = [...new Set([...entries.keys(), ...found.keys()])].sort();
  return paths.flatMap((name) => mismatch(name, entries.get(name), found.get(name)) ?? []);
}

function mismatch(
  name: string,
  expected: ExpectedEntry | undefined,
  difference: SteadyDifference | undefined,
): Mismatch | undefined {
  const before = expected?.before ?? difference?.before;
  const after = expected === undefined ? before : expected.after;
  const now = difference === undefined ? before : difference.now;
  const isBystander = expected === undefined && before !== undefined;
  const path = difference?.path ?? name;
  const of = (kind: MismatchKind, fields: readonly TreeField[] = []): Mismatch => {
    return { kind, path, before, after, now, fields, isBystander };
  };
  if (now === undefined) {
    return after === undefined || expected?.mayBeAbsent === true ? undefined : of("gone");
  }
  if (after === undefined) return of(before === undefined ? "extra" : "kept");
  const varies = expected?.varies ?? [];
  if (varies.includes("type")) return undefined;
  const fields = fieldsBetween(after, now).filter((field) => !isFree(field, varies, after, now));
  if (fields.length === 0) return undefined;
  const isAsBefore = before !== undefined && fieldsBetween(before, now).length === 0;
  // A file may be there or not: as it was before is what one of the runs has left.
  if (isAsBefore && expected?.mayBeAbsent === true) return undefined;
  if (isAsBefore) return of("old", fields);
  const [first] = fields;
  const isOther = first === "type" || first === "content" || first === "target";
  return of(isOther ? "other" : "aside", fields);
}

/** Content that is another one in each run may be anything but nothing, where it never is that. */
function isFree(
  field: TreeField,
  varies: readonly TreeField[],
  after: TreeEntry,
  now: TreeEntry,
): boolean {
  if (!varies.includes(field)) return false;
  return field !== "content" || now.sizeBytes > 0 || after.sizeBytes === 0;
}

/** What was expected and what was found, in words. */
export function mismatchText({ kind, before, after, now, fields }: Mismatch): string {
  const [field = "type"] = fields;
  switch (kind) {
    case "gone":
      return `gone: expected ${after ? whatItIs(after) : "it"}`;
    case "kept":
      return "still there, and an uninterrupted run removes it";
    case "extra":
      return `${now ? whatItIs(now) : "something"} that an uninterrupted run does not leave`;
    case "old":
      return `as before, and an uninterrupted run changes it${
        after && now && fields.length > 0 ? ` to ${fieldText(after, field)}` : ""
      }`;
    case "aside":
    case "other": {
      if (!after || !now) return "";
      const wanted = fieldText(after, field);
      const seen = fieldText(now, field);
      const found = field === "content" && wanted === seen ? "other ones" : seen;
      const was = before && field === "content" ? `, ${fieldText(before, field)} before` : "";
      return `expected ${wanted}, as an uninterrupted run leaves it${was}; found ${found}`;
    }
  }
}

/** An entry in a few words: "a file of 12 bytes". */
export function whatItIs(entry: TreeEntry): string {
  return entry.type === "file"
    ? `a file of ${fieldText(entry, "content")}`
    : entry.type === "link"
      ? fieldText(entry, "target")
      : `a ${entry.type}`;
}
