import type { TreeChange } from "../../model/tree/tree-change.js";
import { parentOf } from "./varying-names.js";

/** What uninterrupted runs have changed on their way, though it may be as before at their end. */
export interface TouchedNames {
  readonly paths: ReadonlySet<string>;
  readonly inos: ReadonlySet<number>;
  /** What has had another name, and so has what is in it. */
  readonly moved: ReadonlySet<string>;
}

/** Tells what runs have touched. */
export class Touched {
  readonly #names: TouchedNames;

  constructor(names: TouchedNames) {
    this.#names = names;
  }

  /** Whether a run has changed an entry, by its path or by its inode. */
  has(path: string, ino: number): boolean {
    const { paths, inos, moved } = this.#names;
    if (paths.has(path) || inos.has(ino)) return true;
    for (let at = path; at !== ""; at = parentOf(at)) if (moved.has(at)) return true;
    return false;
  }
}

/** What the changes of runs touch. Times are left out: nobody judges them. */
export function touchedBy(changes: readonly TreeChange[]): TouchedNames {
  const [paths, moved] = [new Set<string>(), new Set<string>()];
  const inos = new Set<number>();
  for (const { change, path, toPath, ino } of changes) {
    if (change === "times") continue;
    paths.add(path);
    inos.add(ino);
    if (toPath === undefined) continue;
    paths.add(toPath);
    for (const each of [path, toPath]) if (change !== "link") moved.add(each);
  }
  return { paths, inos, moved };
}
