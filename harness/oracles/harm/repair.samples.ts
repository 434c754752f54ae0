import type { PartitionContent } from "../facts/partition-content.js";
import type { Repair } from "../repair/repair-copy.js";
import type { RepairCopy } from "./harms.js";

/** For tests: nothing repairs it. */
export const noRepair: RepairCopy = (partition) =>
  Promise.resolve({ repair: { kind: "none", why: "nothing repairs it" }, content: partition });

/** For tests: a repair that ends so, and leaves this content, or else what was there. */
export function repairOf(repair: Repair, content?: PartitionContent): RepairCopy {
  return (partition) => Promise.resolve({ repair, content: content ?? partition });
}

/** For tests: a repair that the checker is content with. */
export function mending(content?: PartitionContent, passes = 1): RepairCopy {
  return repairOf({ kind: "mended", by: "e2fsck -fy", passes }, content);
}
