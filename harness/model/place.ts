/**
 * What a place holds: a table of contents of the whole, metadata, something that nobody here can
 * read, content, or nothing.
 */
export type PlaceKind = "table" | "metadata" | "unread" | "data" | "free";

/** A named part of a medium: `primary header`, `P1 EFI System: FAT 2`, `P9 P3: inode tables`. */
export interface Place {
  readonly name: string;
  readonly kind: PlaceKind;
}
