import { lstatSync, readdirSync, readlinkSync, type Stats } from "node:fs";
import { posix } from "node:path";
import { sha256 } from "../../model/sha256.js";
import { contentDigest } from "./content.js";
import { shownPath, type RawPath } from "../../model/tree/raw-path.js";
import { pathIn } from "./names.js";

/** Something below a folder. */
interface Entry {
  /** Relative to the folder; empty for the folder itself, where that can't be listed. */
  readonly path: RawPath;
  /** Unknown for a folder that can't be listed. Links lead nowhere. */
  readonly below: "some" | "none" | "unknown";
}

const none: ReadonlySet<RawPath> = new Set();

/**
 * What is below a folder, each folder before what is in it; nothing where it is not there, and
 * nothing of what is `unseen`.
 */
function entriesBelow(folder: string, unseen = none): Entry[] {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [{ path: "", below: "none" }];
  const entries = withBelow(folder, "", unseen);
  return entries[0]?.below === "unknown" ? entries : entries.slice(1);
}

function withBelow(folder: string, path: RawPath, unseen: ReadonlySet<RawPath>): Entry[] {
  const found = foundIn(pathIn(folder, path));
  if (found === undefined) return [{ path, below: "unknown" }];
  const below = found.flatMap(({ name, isFolder }): Entry[] => {
    const inner = posix.join(path, name);
    if (unseen.has(inner)) return [];
    return isFolder ? withBelow(folder, inner, unseen) : [{ path: inner, below: "none" }];
  });
  return [{ path, below: below.length === 0 ? "none" : "some" }, ...below];
}

/** Undefined where it can't be listed: it may not be, or its path is too long. */
function foundIn(folder: Buffer) {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding: "latin1" })
      .map((each) => ({ name: each.name, isFolder: each.isDirectory() }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch {
    return undefined;
  }
}

/**
 * The paths of what is below a folder and not `unseen`, but for folders with something in them; for
 * people.
 */
export function leavesOf(folder: string, unseen = none): string[] {
  const leaves = entriesBelow(folder, unseen).filter(({ below }) => below !== "some");
  return leaves.map(({ path }) => shownPath(path));
}

/**
 * What an overlay holds, in words: new paths, and those of the folder under it that were changed or
 * removed (a device 0:0, as overlayfs has it). Folders that are there in both are no change. `name`
 * is what people call the folder.
 */
export function changesIn(upper: string, lower: string, name = lower): string[] {
  /** Folders with no folder under them: nothing is under what is in them. */
  const made = new Set<RawPath>();
  return entriesBelow(upper).flatMap(({ path, below }) => {
    const [above, under] = [pathIn(upper, path), pathIn(lower, path)];
    const stat = statOf(above);
    const before = made.has(posix.dirname(path)) ? undefined : statOf(under);
    const bothFolders = stat?.isDirectory() === true && before?.isDirectory() === true;
    if (stat?.isDirectory() === true && !bothFolders) made.add(path);
    const shown = `${name === "/" ? "" : name}/${shownPath(path)}`;
    if (stat?.isCharacterDevice() === true && stat.rdev === 0) return [`${shown} (removed)`];
    if (before === undefined) return [shown];
    const isSame = bothFolders ? below !== "unknown" : isSameFile(above, under, stat, before);
    return isSame ? [] : [`${shown} (changed)`];
  });
}

/**
 * What an overlay hides of the folder under it and has no mark for: a target has removed a folder
 * and made it anew, which overlayfs notes where Node can't read it. `seen` is what both come to.
 */
export function hiddenIn(upper: string, lower: string, seen: string): RawPath[] {
  // Others may have removed it meanwhile from the folder under it.
  const isHidden = (path: RawPath): boolean =>
    statOf(pathIn(lower, path)) !== undefined && statOf(pathIn(seen, path)) === undefined;
  return entriesBelow(upper).flatMap(({ path }) => {
    const [above, under, both] = [upper, lower, seen].map((each) => foundIn(pathIn(each, path)));
    if (above === undefined || under === undefined || both === undefined) return [];
    const names = new Set([...above, ...both].map(({ name }) => name));
    const hidden = under.filter(({ name }) => !names.has(name));
    return hidden.map(({ name }) => posix.join(path, name)).filter(isHidden);
  });
}

/** Undefined where there is nothing, or where it can't be looked at. */
function statOf(path: Buffer): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/** A file that was only opened for writing is the same. */
function isSameFile(above: Buffer, under: Buffer, one: Stats | undefined, other: Stats): boolean {
  if (one === undefined || !one.isFile() || !other.isFile()) return false;
  if (one.size !== other.size || one.mode !== other.mode) return false;
  return contentOf(above, one) === contentOf(under, other);
}

/** Names what a folder holds, with kinds, modes and contents, but no times. */
export function treeDigest(folder: string): string {
  const entries = entriesBelow(folder).map(({ path, below }) => {
    const at = pathIn(folder, path);
    const stat = statOf(at);
    if (stat === undefined || below === "unknown") return [path, stat?.mode, stat?.ctimeMs];
    return [path, stat.mode, contentOf(at, stat)];
  });
  return sha256(JSON.stringify(entries));
}

/** Where that can't be read, what it is now is told by when it was changed. */
function contentOf(path: Buffer, stat: Stats): string | number {
  try {
    if (stat.isFile()) return contentDigest(path);
    return stat.isSymbolicLink() ? readlinkSync(path, "latin1") : stat.rdev;
  } catch {
    return `changed at ${stat.ctimeMs}`;
  }
}
