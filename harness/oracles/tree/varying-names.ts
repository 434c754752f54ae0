import { groupBy } from "../../model/count-by.js";
import type {
  TreeDifference,
  TreeDifferences,
  TreeEntryType,
} from "../../model/tree/tree-entry.js";

/** New names in one folder that are other ones in each run: of temporary files, with times. */
export interface NamePattern {
  /** As `withSteadyNames` names it. */
  readonly folder: string;
  readonly type: TreeEntryType;
  readonly prefix: string;
  readonly suffix: string;
  /** What stands in between, as a class of a regular expression. */
  readonly letters: string;
  readonly fewestLetters: number;
  readonly mostLetters: number;
}

/** A difference under a name that is the same in each run. */
export interface SteadyDifference extends TreeDifference {
  /** The name that it has. */
  readonly path: string;
}

/** Differences by names that are the same in each run. */
export type SteadyDifferences = ReadonlyMap<string, SteadyDifference>;

/** Learns from what two runs have left which new names vary, folder by folder from the top. */
export function varyingNames(one: TreeDifferences, other: TreeDifferences): NamePattern[] {
  const patterns: NamePattern[] = [];
  for (let depth = 1; ; depth += 1) {
    const sides = [withSteadyNames(one, patterns), withSteadyNames(other, patterns)] as const;
    const [mine, theirs] = [onlyIn(sides[0], sides[1]), onlyIn(sides[1], sides[0])];
    if (![...mine, ...theirs].some(([path]) => depthOf(path) >= depth)) break;
    for (const [folder, names] of byFolder(mine, depth)) {
      const others = byFolder(theirs, depth).get(folder) ?? [];
      patterns.push(...patternsOf(folder, names, others));
    }
  }
  return patterns;
}

/** Gives new names that vary the name of their pattern; if several fit one, also a number. */
export function withSteadyNames(
  differences: TreeDifferences,
  patterns: readonly NamePattern[],
): SteadyDifferences {
  const steady = new Map<string, SteadyDifference>();
  if (patterns.length === 0) {
    for (const [path, each] of differences) steady.set(path, { ...each, path });
    return steady;
  }
  const names = new Map<string, string>();
  const groups = groupBy([...differences], ([path]) => parentOf(path));
  for (const [parent, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const folder = names.get(parent) ?? parent;
    const counts = new Map<NamePattern, number>();
    for (const [path, difference] of group.sort(byContent)) {
      const pattern = difference.before === undefined && patternFor(path, difference);
      const own = pattern ? numbered(pattern, counts) : nameOf(path);
      const name = join(folder, own);
      names.set(path, name);
      steady.set(name, { ...difference, path });
    }
    function patternFor(path: string, { now }: TreeDifference): NamePattern | undefined {
      const fits = (each: NamePattern) => each.folder === folder && each.type === now?.type;
      return patterns.find((each) => fits(each) && isOf(each, nameOf(path)));
    }
  }
  return steady;
}

/** The name of an entry without its folder. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The folder of an entry: "" is the root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

function depthOf(path: string): number {
  return path.split("/").length;
}

type Named = readonly [string, SteadyDifference];

/** New names that another run has not. */
function onlyIn(one: SteadyDifferences, other: SteadyDifferences): Named[] {
  return [...one].filter(([path, { before }]) => before === undefined && !other.has(path));
}

function byFolder(names: readonly Named[], depth: number): Map<string, Named[]> {
  return groupBy(
    names.filter(([path]) => depthOf(path) === depth),
    ([path, { now }]) => `${now?.type ?? ""} ${parentOf(path)}`,
  );
}

/** Pairs each name with that of the other run which is most like it. */
function patternsOf(key: string, names: readonly Named[], others: readonly Named[]): NamePattern[] {
  const folder = key.slice(key.indexOf(" ") + 1);
  const left = new Set(others);
  const patterns = new Map<string, NamePattern>();
  for (const [path, { now }] of names) {
    const name = nameOf(path);
    const likeness = ([otherPath, other]: Named) =>
      (other.now?.sha256 === now?.sha256 ? sameContent : 0) +
      commonLetters(name, nameOf(otherPath));
    const [best] = [...left]
      .slice(0, mostCandidates)
      .filter(([otherPath]) => between(name, nameOf(otherPath)) !== undefined)
      .sort((one, other) => likeness(other) - likeness(one));
    const common = best && between(name, nameOf(best[0]));
    if (best === undefined || common === undefined || now === undefined) continue;
    left.delete(best);
    const pattern = { folder, type: now.type, ...common };
    patterns.set(JSON.stringify(pattern), pattern);
  }
  return [...patterns.values()];
}

/** Names are sorted: the one that is most like another is near it. */
const mostCandidates = 50;
/** Says more than any letters of a name. */
const sameContent = 1000;

function commonLetters(one: string, other: string): number {
  const start = commonStart(one, other).length;
  return start + commonEnd(one.slice(start), other.slice(start)).length;
}

const anyLetters = "[^]";
/** From the narrowest to the widest. */
const letterClasses = ["[0-9]", "[0-9a-f]", "[0-9a-z]", "[0-9A-Za-z]", "[\\w.-]", anyLetters];

/** What two names of one kind have in common; undefined where they are of none. */
function between(one: string, other: string) {
  const start = commonStart(one, other);
  const [oneRest, otherRest] = [one.slice(start.length), other.slice(start.length)];
  const end = commonEnd(oneRest, otherRest);
  const middles = [oneRest, otherRest].map((rest) => rest.slice(0, rest.length - end.length));
  const isAllOf = (each: string) => middles.every((word) => new RegExp(`^${each}*$`).test(word));
  const letters = letterClasses.find(isAllOf) ?? anyLetters;
  // Two random words may begin or end with the same letters.
  const prefix = start.replace(new RegExp(`${letters}+$`), "");
  const suffix = end.replace(new RegExp(`^${letters}+`), "");
  const lengths = [one, other].map((name) => name.length - prefix.length - suffix.length);
  const isOfOneLength = letters !== "[0-9]" && new Set(lengths).size === 1;
  const isRandom = isOfOneLength && letters !== anyLetters;
  if (prefix === "" && suffix === "" && !isRandom) return undefined;
  return {
    ...{ prefix, suffix, letters },
    fewestLetters: isOfOneLength ? Math.min(...lengths) : 1,
    mostLetters: isOfOneLength ? Math.max(...lengths) : mostNameLetters,
  };
}

/** No name is longer (NAME_MAX). */
const mostNameLetters = 255;

function isOf(pattern: NamePattern, name: string): boolean {
  const { prefix, suffix, letters, fewestLetters, mostLetters } = pattern;
  if (!name.startsWith(prefix) || !name.endsWith(suffix)) return false;
  const middle = name.slice(prefix.length, name.length - suffix.length);
  const fits = middle.length >= fewestLetters && middle.length <= mostLetters;
  return fits && new RegExp(`^${letters}*$`).test(middle);
}

function numbered(pattern: NamePattern, counts: Map<NamePattern, number>): string {
  const count = (counts.get(pattern) ?? 0) + 1;
  counts.set(pattern, count);
  const name = `${pattern.prefix}*${pattern.suffix}`;
  return count === 1 ? name : `${name}#${count}`;
}

function byContent(one: readonly [string, TreeDifference], other: typeof one): number {
  const key = ([path, { now }]: typeof one) => `${now?.sha256 ?? ""} ${path}`;
  return key(one) < key(other) ? -1 : 1;
}

function commonStart(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}

function commonEnd(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one.at(-1 - length) === other.at(-1 - length)) length += 1;
  return one.slice(one.length - length);
}
