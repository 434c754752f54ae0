/**
 * The log of the kernel's dm-log-writes, version 1, as drivers/md/dm-log-writes.c lays it out and
 * qemu's block/blklogwrites.c repeats it. Little endian. The super takes the first sector. Each
 * entry takes one sector, and its data the sectors behind it; a discard has no data, and the text
 * of a mark stands in the entry's own sector. The kernel and qemu both count `sector` and
 * `nr_sectors` in the log's own sector size, not in 512 bytes.
 */
export const logMagic = Buffer.from("rhswfsj\0", "latin1");
export const logVersion = 1;

/** Byte offsets inside `struct log_write_super`, which takes `sizeBytes`. */
export const superField = {
  magic: 0,
  version: 8,
  entryCount: 16,
  sectorBytes: 24,
  sizeBytes: 28,
} as const;

/** Byte offsets inside `struct log_write_entry`, which takes `sizeBytes`. */
export const entryField = {
  sector: 0,
  sectorCount: 8,
  flags: 16,
  dataLength: 24,
  sizeBytes: 32,
} as const;

/** Bits of an entry's flags. METADATA says what the data is for; replaying does not need it. */
export const entryFlag = { flush: 1, fua: 2, discard: 4, mark: 8, metadata: 16 } as const;

/** The sector sizes that are read. */
export const sectorBytesRange = { least: 512, most: 4096 } as const;

/** A log with more entries is refused: they would not fit into memory as objects. */
export const mostEntries = 2 ** 22;

/** What was written before this entry is durable. */
export interface FlushEntry {
  readonly kind: "flush";
}

/** The device was told that it may forget a range. What it reads as afterwards is up to it. */
export interface DiscardEntry {
  readonly kind: "discard";
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

/** A note of the user. */
export interface MarkEntry {
  readonly kind: "mark";
  readonly text: string;
}

/** Whole sectors were written. qemu also logs writes of no sectors. */
export interface WriteEntry {
  readonly kind: "write";
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  /** What was written before it was flushed first. */
  readonly flushBefore: boolean;
  /** FUA: durable once the write has returned. */
  readonly durable: boolean;
  /** Where its data starts in the log. */
  readonly dataAt: number;
}

export type LogEntry = FlushEntry | DiscardEntry | MarkEntry | WriteEntry;

/** A write that is to be put into a log. Its data fills whole sectors of 512 bytes. */
export interface NewWriteEntry {
  readonly kind: "write";
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly durable: boolean;
  /** One after the other, `lengthBytes` together. */
  readonly data: readonly Buffer[];
}

export type NewLogEntry = FlushEntry | DiscardEntry | MarkEntry | NewWriteEntry;
