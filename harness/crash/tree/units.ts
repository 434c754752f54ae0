import type { FileSystem } from "../../model/tree/file-system.js";
import type { ChangePart } from "../../model/power.js";
import type { TreeChange } from "../../model/tree/tree-change.js";

/** What can reach the disk alone: a change, or where a file system parts it, a part of one. */
export interface Unit {
  readonly change: TreeChange;
  /** Undefined where the change is one. */
  readonly part: ChangePart | undefined;
  /** Of bytes of a write how many, else 1. */
  readonly lengthBytes: number;
  /** The size of the file before a write that makes it grow; undefined for all else. */
  readonly growsFromBytes: number | undefined;
}

/** True for what is not bytes of a file: names, attributes, truncations, allocations. */
export function isMetadata({ change }: Unit): boolean {
  return change.change !== "write";
}

/** True for bytes of a file, of which some may land and others not. */
export function isData({ change, part }: Unit): boolean {
  return change.change === "write" && part !== "size";
}

/**
 * The units of the changes of a run, in order. `sizeOf` is the size of a file by its inode as the
 * run began, 0 for those that it made.
 */
export function unitsOf(
  changes: readonly TreeChange[],
  fileSystem: FileSystem,
  sizeOf: (ino: number) => number,
): Unit[] {
  const sizes = new Map<number, number>();
  return changes.flatMap((change): Unit[] => {
    const { ino, offsetBytes, lengthBytes } = change;
    const before = sizes.get(ino) ?? sizeOf(ino);
    const whole = { change, part: undefined, lengthBytes: 1, growsFromBytes: undefined };
    const { change: kind } = change;
    if (kind === "truncate") sizes.set(ino, offsetBytes);
    if (kind === "allocate" || kind === "write") {
      sizes.set(ino, Math.max(before, offsetBytes + lengthBytes));
    }
    if (kind === "write") return unitsOfWrite(change, before, fileSystem);
    const moves = kind === "rename" && change.parentIno !== change.toParentIno;
    if (!moves || !fileSystem.movesMayDouble) return [whole];
    return [
      { ...whole, part: "entry" },
      { ...whole, part: "removal" },
    ];
  });
}

function unitsOfWrite(change: TreeChange, before: number, fileSystem: FileSystem): Unit[] {
  const { offsetBytes } = change;
  const lengthBytes = Math.max(change.lengthBytes, 1);
  const grows = offsetBytes + lengthBytes > before;
  const data = { change, lengthBytes, growsFromBytes: grows ? before : undefined };
  if (!grows || !fileSystem.sizeBeforeData) return [{ ...data, part: undefined }];
  return [
    { ...data, part: "size", lengthBytes: 1 },
    { ...data, part: "data" },
  ];
}
