import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Shown } from "./covers.js";
import * as folders from "./folders.js";
import { isUntouched, markUntouched } from "./marks.js";
import { leavesOf } from "./tree.js";

/** A folder of the machine, and the one that stands in its place. */
interface Instead {
  readonly at: string;
  readonly folder: string;
}

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
    const mounted = shownIn(instead, shown).filter(({ kind }) => kind === "folder");
    emptyButFor(instead.folder, new Set(mounted.map(({ at }) => basename(at))));
    placeShown(instead, shown);
  }
  const [tmp, run] = folders.fleeting;
  chmodSync(tmp.folder, 0o1777);
  for (const entry of folders.runEntries) mkdirSync(join(run.folder, entry), { recursive: true });
  chmodSync(join(run.folder, "lock"), 0o1777);
  chmodSync(join(run.folder, "user/0"), 0o700);
  emptyButFor(folders.scratchFolder, new Set());
  for (const folder of all) markUntouched(folder);
}

/** What is left in folders of the moment: in TMPDIR by name, elsewhere by path. */
export function leftFleeting(shown: readonly Shown[]) {
  if (all.every(isUntouched)) return { scratch: [], run: [] };
  const [tmp, run, lock] = folders.fleeting;
  const usual = new Set(folders.runEntries.map((entry) => join(run.at, entry)));
  const inRun = [run, lock].flatMap((each) => leftIn(each, shown));
  return {
    scratch: [...leavesOf(folders.scratchFolder), ...leftIn(tmp, shown)],
    run: inRun.filter((path) => !usual.has(path)),
  };
}

/** What is in the place of a folder of the machine, but for what is shown there. */
export function leftIn({ at, folder }: Instead, shown: readonly Shown[]): string[] {
  const usual = new Set(shown.map((each) => each.at));
  return leavesOf(folder)
    .map((path) => join(at, path))
    .filter((path) => !usual.has(path));
}

/** Puts what is shown into the folder that stands in the place of its own. */
export function placeShown(instead: Instead, shown: readonly Shown[]): void {
  for (const { kind, at, from } of shownIn(instead, shown)) {
    const path = join(instead.folder, basename(at));
    if (kind === "folder") mkdirSync(path, { recursive: true });
    else symlinkSync(from, path);
  }
}

function shownIn({ at }: Instead, shown: readonly Shown[]): Shown[] {
  return shown.filter((each) => dirname(each.at) === at);
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

function emptyButFor(folder: string, kept: ReadonlySet<string>): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder).filter((each) => !kept.has(each))) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}
