import { lstatSync, mkdirSync, readlinkSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Shown } from "./covers.js";
import type { Instead } from "./folders.js";

/** Puts what is shown into the folder that stands in the place of its own, where nothing is. */
export function placeShown(instead: Instead, shown: readonly Shown[]): void {
  for (const { kind, from, path } of missing(instead, shown)) {
    if (kind === "folder") mkdirSync(path);
    else symlinkSync(from, path);
  }
}

/** The paths of what is to be shown in the place of a folder, and is not there. */
export function missingIn(instead: Instead, shown: readonly Shown[]): string[] {
  return missing(instead, shown).map(({ at }) => at);
}

/** The paths of what is shown in the place of a folder, as far as it is as it was placed. */
export function asPlacedIn(instead: Instead, shown: readonly Shown[]): string[] {
  const asPlaced = within(instead, shown).filter(({ kind, from, path }) => {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (kind === "folder") return stat?.isDirectory() === true;
    return stat?.isSymbolicLink() === true && readlinkSync(path) === from;
  });
  return asPlaced.map(({ at }) => at);
}

function missing(instead: Instead, shown: readonly Shown[]) {
  const found = within(instead, shown);
  return found.filter(({ path }) => lstatSync(path, { throwIfNoEntry: false }) === undefined);
}

function within({ at, folder }: Instead, shown: readonly Shown[]) {
  return shown
    .filter((each) => dirname(each.at) === at)
    .map((each) => ({ ...each, path: join(folder, basename(each.at)) }));
}
