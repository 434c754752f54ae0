import { countBy } from "../../model/count-by.js";
import type { TreeChange, TreeChangeKind } from "../../model/tree/tree-change.js";
import { parentOf } from "../../oracles/tree/varying-names.js";

/** A folder in which a run makes so many names is filled: what is made there is alike. */
const fewestNames = 200;

const makes: readonly TreeChangeKind[] = ["create", "mkdir", "symlink", "link"];
/** What is done to a new file until it is all there. Names that go or change tell by themselves. */
const fills: readonly TreeChangeKind[] = [
  ...makes,
  ...(["write", "allocate", "punch", "mode", "owner", "times", "set xattr"] as const),
];

/** Tells which changes of a run only fill a folder with new files. */
export class BulkFolders {
  readonly #folders: ReadonlySet<string>;
  readonly #made: ReadonlySet<number>;

  constructor(changes: readonly TreeChange[]) {
    const making = changes.filter(({ change }) => makes.includes(change));
    this.#made = new Set(making.map(({ ino }) => ino));
    this.#folders = filled(making.map(folderOf));
  }

  /** The deepest folder that a change fills, as far as it does no more. */
  folderFilledBy(change: TreeChange): string | undefined {
    if (!fills.includes(change.change) || !this.#made.has(change.ino)) return undefined;
    for (let at = folderOf(change); ; at = parentOf(at)) {
      if (this.#folders.has(at)) return at;
      if (at === "") return undefined;
    }
  }
}

/** Folders with enough new names in them, those that count for a folder further down left out. */
function filled(madeIn: readonly string[]): Set<string> {
  const counts = countBy(madeIn, (folder) => folder);
  for (const folder of madeIn) {
    for (let at = folder; at !== ""; at = parentOf(at)) counts.set(at, counts.get(at) ?? 0);
  }
  const found = new Set<string>();
  const depth = (path: string) => path.split("/").length;
  for (const folder of [...counts.keys()].sort((one, other) => depth(other) - depth(one))) {
    const count = counts.get(folder) ?? 0;
    if (count >= fewestNames) found.add(folder);
    else if (folder !== "")
      counts.set(parentOf(folder), (counts.get(parentOf(folder)) ?? 0) + count);
  }
  if ((counts.get("") ?? 0) >= fewestNames) found.add("");
  return found;
}

function folderOf({ path, toPath }: TreeChange): string {
  return parentOf(toPath ?? path);
}
