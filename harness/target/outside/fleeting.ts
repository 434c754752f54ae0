import { chmodSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Shown } from "./covers.js";
import * as folders from "./folders.js";
import { isUntouched, markUntouched } from "./marks.js";
import { rawPath, type RawPath } from "../../model/tree/raw-path.js";
import { namesIn, pathIn } from "./names.js";
import { asPlacedIn, placeShown } from "./shown.js";
import { leavesOf } from "./tree.js";

/** Every folder that is there at the start of a run, and emptied before the next. */
const all = [
  folders.scratchFolder,
  ...folders.fleeting.map(({ folder }) => folder),
  ...folders.runEntries.map((entry) => join(folders.fleeting[1].folder, entry)),
];

/** Leaves in folders of the moment what a boot leaves there, and what is `shown`. */
export function emptyFleeting(shown: readonly Shown[]): void {
  if (all.every(isUntouched)) return;
  for (const instead of folders.fleeting) {
    const kept = asPlacedIn(instead, shown).map((at) => basename(at));
    emptyButFor(instead.folder, rawNames([...kept, ...oursIn(instead)]));
    placeShown(instead, shown);
  }
  const [tmp, run, , memory] = folders.fleeting;
  for (const { folder } of [tmp, memory]) chmodSync(folder, 0o1777);
  for (const entry of folders.runEntries) mkdirSync(join(run.folder, entry), { recursive: true });
  chmodSync(join(run.folder, "lock"), 0o1777);
  chmodSync(join(run.folder, "user/0"), 0o700);
  emptyButFor(folders.scratchFolder, new Set());
  for (const folder of all) markUntouched(folder);
}

/** What is left in folders of the moment: in TMPDIR by name, elsewhere by path. */
export function leftFleeting(shown: readonly Shown[]) {
  if (all.every(isUntouched)) return { scratch: [], run: [] };
  const [tmp, run, lock, memory] = folders.fleeting;
  const usual = new Set(folders.runEntries.map((entry) => join(run.at, entry)));
  const inRun = [run, lock, memory].flatMap((each) => leftIn(each, shown));
  return {
    scratch: [...leavesOf(folders.scratchFolder), ...leftIn(tmp, shown)],
    run: inRun.filter((path) => !usual.has(path)),
  };
}

/** What is in the place of a folder of the machine, but for what is shown there. */
export function leftIn(instead: folders.Instead, shown: readonly Shown[]): string[] {
  const usual = new Set(asPlacedIn(instead, shown));
  return leavesOf(instead.folder, rawNames(oursIn(instead)))
    .map((path) => join(instead.at, path))
    .filter((path) => !usual.has(path));
}

/** Takes files out of folders of the moment, which a reboot empties. True where there were any. */
export function rescue(survivors: readonly string[]): boolean {
  const found = survivors.filter((path) => existsSync(ownPath(path)));
  for (const path of found) renameSync(ownPath(path), survivorPath(path));
  return found.length > 0;
}

/** Puts them back. */
export function bringBack(survivors: readonly string[]): void {
  for (const path of survivors.filter((each) => existsSync(survivorPath(each)))) {
    mkdirSync(dirname(ownPath(path)), { recursive: true });
    renameSync(survivorPath(path), ownPath(path));
  }
}

/** Where a worker finds what targets see at a path in a folder of the moment. */
function ownPath(path: string): string {
  const instead = folders.fleeting.find(({ at }) => path.startsWith(`${at}/`));
  if (instead === undefined) return join(folders.scratchFolder, path);
  return join(instead.folder, path.slice(instead.at.length));
}

function survivorPath(path: string): string {
  return join(folders.survivorFolder, encodeURIComponent(path));
}

function oursIn({ ours = [] }: folders.Instead): readonly string[] {
  return ours;
}

function rawNames(names: readonly string[]): ReadonlySet<RawPath> {
  return new Set(names.map(rawPath));
}

function emptyButFor(folder: string, kept: ReadonlySet<RawPath>): void {
  makeFolder(folder);
  for (const name of namesIn(folder).filter((each) => !kept.has(each))) {
    rmSync(pathIn(folder, name), { recursive: true, force: true });
  }
}

/** Makes a folder; what is no folder in its place, such as a link to another, goes. */
export function makeFolder(folder: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) rmSync(folder);
  mkdirSync(folder, { recursive: true });
}
