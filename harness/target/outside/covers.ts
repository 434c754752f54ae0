import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { machineMemoryFolder, sharedMemoryFolder } from "../sandbox.js";
import { fleeting, runEntries, stageFolder, varTmp, viewFolder } from "./folders.js";
import { isBelow, mountsIn, type Mount } from "./mounts.js";

/** What a machine has, as far as it decides what is put over it. */
export interface Machine {
  readonly isRoot: boolean;
  readonly mounts: readonly Mount[];
  /** The folders at the top of its tree. */
  readonly top: readonly string[];
  /** Undefined where there is nothing, or where it can't be looked at. */
  readonly look: (
    path: string,
  ) => { readonly kind: "folder" | "file"; readonly own: boolean } | undefined;
}

/** An overlay: what is under it can be read, and what is written stays in a folder of ours. */
export interface Overlay {
  readonly at: string;
  /** The folder that is under it. */
  readonly lower: string;
  /** Where a worker finds what is under it, with no covers. */
  readonly under: string;
  /** What its entries are called for people. */
  readonly name: string;
}

/** What is put over the folders of a machine for the targets of one sandbox, in this order. */
export interface Covers {
  /** Mounts that are below an overlay, put aside before it covers them. */
  readonly aside: readonly { readonly from: string; readonly to: string }[];
  readonly overlays: readonly Overlay[];
  /** Empty folders in the place of others. */
  readonly empty: readonly { readonly at: string; readonly folder: string }[];
  /** What is named, in a folder that is empty else. */
  readonly shown: readonly Shown[];
  /** Mounts below overlays, in their place again. */
  readonly again: readonly (Overlay | { readonly at: string; readonly from: string })[];
  /** Mounts that can only be read, with their options. */
  readonly readOnly: readonly Mount[];
}

export interface Shown {
  readonly kind: "folder" | "file";
  readonly at: string;
  /** Where the same is under an overlay. */
  readonly from: string;
}

/** The kernel's own, shared by all: nothing of the machine's is kept there. */
const kernelFolders = ["/dev", "/proc", "/sys"];

/**
 * Plans what is put over a machine. As root each folder at its top gets an overlay; an ordinary
 * user gets one where a folder of his own begins on the way to a path that is `named`, since only
 * there overlays of a user namespace can be written. All else can only be read.
 */
export function planCovers(machine: Machine, named: readonly string[]): Covers {
  const emptied = [...fleeting, varTmp].filter(
    ({ at, folder }) => at !== folder && machine.look(at)?.kind === "folder",
  );
  const away = [...kernelFolders, ...emptied.map(({ at }) => at)];
  const isAway = (path: string) => away.some((folder) => isBelow(path, folder));
  const bases = (machine.isRoot ? machine.top : ownFolders(machine, named)).filter(
    (path) => !isAway(path),
  );
  const outermost = bases.filter(
    (path) => !bases.some((each) => each !== path && isBelow(path, each)),
  );
  const shown = shownOf(
    machine,
    named,
    emptied.map(({ at }) => at),
  );
  const views = [...new Set(shown.map(({ base }) => base))];
  const inMemory = shownInMemory(machine, named);
  const memory = machine.mounts.filter(({ point }) => point === machineMemoryFolder);
  const below = machine.mounts.filter(({ point }) => {
    if (isAway(point)) return shown.some(({ at }) => isBelow(point, at));
    return outermost.some((base) => isBelow(point, base) && point !== base);
  });
  const asideAt = new Map(below.map(({ point }, index) => [point, stageFolder(index)]));
  const viewAside = views.map((at, index) => ({ from: at, to: stageFolder(below.length + index) }));
  return {
    aside: [...[...asideAt].map(([from, to]) => ({ from, to })), ...viewAside],
    overlays: [
      ...outermost.map((at) => ({ at, lower: at, under: at, name: at })),
      ...viewAside.map(({ from, to }) => {
        return { at: viewFolder(from), lower: to, under: from, name: from };
      }),
      ...(inMemory.length === 0 ? [] : [machineMemory]),
    ],
    empty: emptied,
    shown: [...shown, ...inMemory],
    again: below.map(({ point: at, options }) => {
      const from = asideAt.get(at) ?? at;
      const isFolder = machine.look(at)?.kind === "folder";
      const isWritten = isFolder && options.includes("rw");
      return isWritten ? { at, lower: from, under: at, name: at } : { at, from };
    }),
    readOnly: [
      ...machine.mounts.filter(
        ({ point, options }) =>
          options.includes("rw") &&
          !isAway(point) &&
          !outermost.some((base) => isBelow(point, base)),
      ),
      ...(inMemory.length === 0 ? memory : []),
    ],
  };
}

const machineMemory: Overlay = {
  at: machineMemoryFolder,
  lower: machineMemoryFolder,
  under: machineMemoryFolder,
  name: sharedMemoryFolder,
};

/** The outermost folders of the user's own on the way to each path. */
function ownFolders({ look }: Machine, named: readonly string[]): string[] {
  const outermostOf = (path: string): string | undefined => {
    let own: string | undefined;
    for (let at = path; at !== "/"; at = dirname(at)) {
      const found = look(at);
      if (found?.own === true && found.kind === "folder") own = at;
    }
    return own;
  };
  return [...new Set(named.flatMap((path) => outermostOf(path) ?? []))];
}

/** The entries of folders that are empty else, which paths that are named begin with. */
function shownOf({ look }: Machine, named: readonly string[], bases: readonly string[]) {
  const found = new Map<string, Shown & { readonly base: string }>();
  for (const path of named) {
    const base = bases.find((each) => isBelow(path, each) && path !== each);
    if (base === undefined) continue;
    const [entry = ""] = path.slice(base.length + 1).split("/");
    const at = join(base, entry);
    const seen = look(at);
    if (seen === undefined || ["", ".", "..", ...runEntries].includes(entry)) continue;
    found.set(at, { kind: seen.kind, at, from: join(viewFolder(base), entry), base });
  }
  return [...found.values()];
}

/** The same in shared memory: links, for the worker too, to where its sandbox has the machine's. */
function shownInMemory({ look }: Machine, named: readonly string[]): Shown[] {
  const below = `${sharedMemoryFolder}/`;
  const entries = named.flatMap((path) =>
    path.startsWith(below) ? path.slice(below.length).split("/", 1) : [],
  );
  return [...new Set(entries)]
    .filter((entry) => !["", ".", ".."].includes(entry))
    .map((entry) => ({
      kind: "file" as const,
      at: join(sharedMemoryFolder, entry),
      from: join(machineMemoryFolder, entry),
    }))
    .filter(({ from }) => look(from) !== undefined);
}

/** This machine, as it is seen in a sandbox. */
export function thisMachine(): Machine {
  const uid = process.getuid?.() ?? 0;
  const top = readdirSync("/").map((name) => `/${name}`);
  return {
    isRoot: isRealRoot(),
    mounts: mountsIn(readFileSync("/proc/self/mountinfo", "utf8")),
    // One whose name is not UTF-8 is not found by it; like all that is not covered it can be read.
    top: top.filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true),
    look: (path) => {
      try {
        // A link at the top, as /var/lock often is, leads to what is covered already.
        const isCovered = fleeting.some(({ at }) => at === path);
        if (isCovered && lstatSync(path).isSymbolicLink()) return undefined;
        const stat = statSync(path);
        return { kind: stat.isDirectory() ? "folder" : "file", own: stat.uid === uid };
      } catch {
        return undefined;
      }
    },
  };
}

/** Root in a user namespace of its own is the user who has made that. */
function isRealRoot(): boolean {
  return /^\s*0\s+0\s+4294967295\s*$/.test(readFileSync("/proc/self/uid_map", "utf8"));
}
