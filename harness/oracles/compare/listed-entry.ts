import type { ManifestEntry } from "../../layout/file-system.js";

/** An entry, and the first path of its hard links in place of a number that may change. */
export interface ListedEntry extends ManifestEntry {
  readonly linkedTo: string | undefined;
}

/** What makes a file the same for its reader. */
export const contentFields = ["type", "sizeBytes", "sha256", "linkTarget"] as const;

/** What else is to be kept of it. */
export const otherFields = ["linkedTo", "mode", "uid", "gid", "attributes", "xattrs"] as const;

/** A field in words: equal for equal values. A folder's size is its file system's affair. */
export function fieldText(entry: ListedEntry, field: keyof ListedEntry): string {
  if (field === "sizeBytes" && entry.type === "directory") return "";
  return JSON.stringify([entry[field]]);
}

/** Set for the next backup of a file, and by any that writes it: of no meaning for its reader. */
const dosArchive = 0x20;

/** The same, as far as it means something: equal where nobody would miss what is other. */
export function meaningText(entry: ListedEntry, field: keyof ListedEntry): string {
  if (field !== "attributes" || entry.attributes === undefined) return fieldText(entry, field);
  return JSON.stringify([entry.attributes & ~dosArchive]);
}

/** The entries of a file system by their paths. */
export function byPath(manifest: readonly ManifestEntry[]): Map<string, ListedEntry> {
  const firstPaths = new Map<number, string>();
  return new Map<string, ListedEntry>(
    manifest.map((entry) => {
      const { path, hardLinkId } = entry;
      if (hardLinkId === undefined) return [path, { ...entry, linkedTo: undefined }];
      const linkedTo = firstPaths.get(hardLinkId) ?? path;
      firstPaths.set(hardLinkId, linkedTo);
      return [path, { ...entry, linkedTo }];
    }),
  );
}
