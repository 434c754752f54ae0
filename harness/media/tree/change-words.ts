import type { TreeChange } from "../../model/tree/tree-change.js";
import { placeOf } from "../../oracles/tree/tree-faults.js";

/** What a change did, in a few words: "rename a.tmp to a.txt", "write a.txt". */
export function changeWords(change: TreeChange): string {
  const { change: kind, path, toPath = "", offsetBytes, name = "" } = change;
  const [place, toPlace] = [placeOf(path), placeOf(toPath)];
  switch (kind) {
    case "rename":
      return `rename ${place} to ${toPlace}`;
    case "exchange":
      return `exchange ${place} and ${toPlace}`;
    case "link":
      return `link ${toPlace} to ${place}`;
    case "unlink":
    case "rmdir":
      return `remove ${place}`;
    case "mkdir":
      return `make folder ${place}`;
    case "truncate":
      return offsetBytes === 0 ? `empty ${place}` : `cut ${place} to a size`;
    case "mode":
    case "owner":
    case "times":
      return `set ${kind} of ${place}`;
    case "set xattr":
    case "remove xattr":
      return `${kind} ${placeOf(name)} of ${place}`;
    case "create":
    case "symlink":
    case "write":
    case "allocate":
    case "punch":
      return `${kind} ${place}`;
  }
}
