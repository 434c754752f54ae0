import type { Region } from "./region.js";

export type FileSystemType = "fat12" | "fat16" | "fat32" | "ext2" | "ext3" | "ext4" | "squashfs";

/** One file, directory or link of a file system, as far as a user can tell it from another. */
export interface ManifestEntry {
  /** Absolute inside the file system, `/` for the root, parts joined by `/`. */
  readonly path: string;
  readonly type: "file" | "directory" | "symlink" | "device" | "fifo" | "socket";
  readonly sizeBytes: number;
  /** Permission bits, where the file system has them. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /**
   * Hex SHA-256 of a file's content. Holes count as zeros. Above 16 MiB, ext2 to ext4 and squashfs
   * take it over the size and the offsets and bytes of what is not zero (openContentDigest), so
   * there it is not what sha256sum prints.
   */
  readonly sha256?: string;
  /** Where a symlink points. */
  readonly linkTarget?: string;
  /** Names with more than one link share this number. */
  readonly hardLinkId?: number;
  /** DOS attribute bits, where the file system has them. */
  readonly attributes?: number;
  /** Extended attributes: full name (`user.note`) to the value in hex. */
  readonly xattrs?: Readonly<Record<string, string>>;
  readonly modifiedSeconds?: number;
  /**
   * Why not all of it can be read, where that is so: a file has no `sha256` then, and a directory
   * may hold more than is listed.
   */
  readonly unread?: string;
}

/** A file system that a reader recognised. Reading goes to the disk: hold the source open. */
export interface FileSystem {
  readonly type: FileSystemType;
  readonly label: string;
  /** What its superblock or boot sector claims; may be less than the partition. */
  readonly sizeBytes: number;
  /** UUID or volume id as its tools print it. */
  readonly id: string;
  /** Regions relative to the start of the file system. Throws DecodeError on damage. */
  regions(): Region[];
  /**
   * All entries, sorted by path (plain code unit order). Throws DecodeError on damage, but for what
   * concerns single entries of a FAT.
   */
  manifest(): ManifestEntry[];
}
