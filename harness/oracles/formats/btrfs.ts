import { askTool } from "./ask-tool.js";
import { digestTree } from "./digest-tree.js";
import type { ForeignItem, ToRead } from "./foreign-content.js";

/** Digests each file of all subvolumes; owners, modes and times are not compared. */
export async function readBtrfs(from: ToRead): Promise<ForeignItem[]> {
  const restore = ["btrfs", "restore", "--symlink", "--snapshots"] as const;
  await askTool(from, [...restore, from.path, from.scratch]);
  return digestTree(from.scratch);
}
