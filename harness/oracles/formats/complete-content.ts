import type { ManifestEntry } from "../../layout/file-system.js";
import type { PartitionContent } from "../facts/partition-content.js";
import type { ForeignItem } from "./foreign-content.js";
import { guestDiskName } from "./qcow2.js";
import { readForeign, type ForeignAsked } from "./read-foreign.js";

/**
 * Adds to what is known of a partition what the tools of its format read in it: its items then
 * stand as files, and its bytes do not matter. Where they can't read it, the reason.
 */
export async function completeContent(
  content: PartitionContent,
  asked: Omit<ForeignAsked, "format">,
): Promise<PartitionContent> {
  const { otherType } = content;
  if (otherType === undefined) return content;
  const read = await readForeign({ ...asked, format: otherType });
  if (read.kind === "not read") return { ...content, unread: read.why };
  // A guest's disk may grow: that is its volume's size, and no change of what is on it.
  const volume = read.items.find(({ name }) => name === guestDiskName);
  const manifest = read.items.map((item) => entryOf(item, item === volume ? 0 : item.sizeBytes));
  const sizeBytes = volume?.sizeBytes ?? 0;
  return { otherType, fileSystem: { type: otherType, label: "", id: "", sizeBytes, manifest } };
}

function entryOf({ name, sha256 }: ForeignItem, sizeBytes: number): ManifestEntry {
  return { path: name, type: "file", sizeBytes, sha256 };
}
