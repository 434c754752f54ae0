/**
 * A named run of bytes of a disk: `primary header`, `P1 EFI System: FAT 2`,
 * `P9 P3: inode tables`. Regions of one layout are sorted and do not overlap.
 */
export interface Region {
  readonly name: string;
  readonly kind: RegionKind;
  readonly startBytes: number;
  /** The first byte after the region. */
  readonly endBytes: number;
}

/** What a region holds: a partition table, a file system's metadata, content, or nothing. */
export type RegionKind = "table" | "metadata" | "data" | "free";
