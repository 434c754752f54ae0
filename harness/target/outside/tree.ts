import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../model/sha256.js";

/** All paths below a folder, relative to it, sorted; none where it is not there. */
export function pathsBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  } catch {
    return [];
  }
}

/** Those of them that are no folders, and folders with nothing in them. */
export function leavesOf(folder: string): string[] {
  const paths = pathsBelow(folder);
  return paths.filter((path, index) => paths[index + 1]?.startsWith(`${path}/`) !== true);
}

/**
 * What an overlay holds, in words: new paths, and those of the folder under it that were changed or
 * removed (a device 0:0, as overlayfs has it). Folders that are there in both are no change.
 */
export function changesIn(upper: string, lower: string): string[] {
  return pathsBelow(upper).flatMap((path) => {
    const above = lstatSync(join(upper, path));
    const under = lstatSync(join(lower, path), { throwIfNoEntry: false });
    const shown = join(lower, path);
    if (above.isCharacterDevice() && above.rdev === 0) return [`${shown} (removed)`];
    if (under === undefined) return [shown];
    return above.isDirectory() || isSame(join(upper, path), join(lower, path))
      ? []
      : [`${shown} (changed)`];
  });
}

/** A file that was only opened for writing is the same. */
function isSame(above: string, under: string): boolean {
  const [one, other] = [lstatSync(above), lstatSync(under)];
  if (!one.isFile() || !other.isFile() || one.size !== other.size || one.mode !== other.mode) {
    return false;
  }
  return readFileSync(above).equals(readFileSync(under));
}

/** Names what a folder holds, with kinds, modes and contents, but no times. */
export function treeDigest(folder: string): string {
  const entries = pathsBelow(folder).map((path) => {
    const at = join(folder, path);
    const stat = lstatSync(at);
    const content = stat.isFile()
      ? sha256(readFileSync(at))
      : stat.isSymbolicLink()
        ? readlinkSync(at)
        : stat.rdev;
    return [path, stat.mode, content];
  });
  return sha256(JSON.stringify(entries));
}
