import { shownPath } from "../../model/tree/raw-path.js";
import type { TreeEntry } from "../../model/tree/tree-entry.js";

/** What of an entry can be another one. */
export type TreeField = "type" | "content" | "target" | "links" | "mode" | "owner" | "xattrs";

/** What of two entries differs, the most telling first. Times are nobody's business. */
export function fieldsBetween(one: TreeEntry, other: TreeEntry): TreeField[] {
  if (one.type !== other.type) return ["type"];
  const fields: readonly (readonly [TreeField, boolean])[] = [
    ["content", one.sizeBytes !== other.sizeBytes || one.sha256 !== other.sha256],
    ["target", one.target !== other.target],
    ["links", one.links !== other.links],
    ["mode", one.mode !== other.mode],
    ["owner", one.uid !== other.uid || one.gid !== other.gid],
    ["xattrs", xattrsText(one) !== xattrsText(other)],
  ];
  return fields.flatMap(([field, differs]) => (differs ? [field] : []));
}

/** A field of an entry in words. */
export function fieldText(entry: TreeEntry, field: TreeField): string {
  switch (field) {
    case "type":
      return `a ${entry.type}`;
    case "content":
      return `${entry.sizeBytes.toLocaleString("en-US")} bytes`;
    case "target":
      return `a link to ${shownPath(entry.target ?? "nothing")}`;
    case "links":
      return entry.links === 1 ? "1 name" : `${entry.links} names`;
    case "mode":
      return `mode ${entry.mode.toString(8).padStart(4, "0")}`;
    case "owner":
      return `owner ${entry.uid}:${entry.gid}`;
    case "xattrs":
      return `extended attributes ${Object.keys(entry.xattrs ?? {}).join(", ") || "none"}`;
  }
}

function xattrsText({ xattrs = {} }: TreeEntry): string {
  return JSON.stringify(Object.entries(xattrs).sort(([one], [other]) => (one < other ? -1 : 1)));
}
