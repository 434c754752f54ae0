/** Some of the bytes that one write carried, or a part of a change; else all of it. */
export interface Piece {
  /** The number of the write in its trace, from 1. */
  readonly write: number;
  /** Counted from the first byte of the write; `toBytes` is the first one after the piece. */
  readonly range?: { readonly fromBytes: number; readonly toBytes: number };
  /** Never with a range. */
  readonly part?: ChangePart;
}

/**
 * Parts of a change of a tree that can reach the disk one without the other: of a write the size
 * that it gives its file and the bytes; of a move the name in the new folder and the end of the
 * old one.
 */
export const changeParts = ["size", "data", "entry", "removal"] as const;
export type ChangePart = (typeof changeParts)[number];

/**
 * What became of the writes that were still in the device's cache: all reached the disk but
 * these; none but these; or each block by the toss of a seeded coin.
 */
export type Fate =
  | { readonly kind: "lost"; readonly pieces: readonly Piece[] }
  | { readonly kind: "only"; readonly pieces: readonly Piece[] }
  | { readonly kind: "subset"; readonly number: number };

/** Power is lost: what was written since the last flush is at the mercy of the device. */
export interface PowerLoss {
  readonly kind: "power";
  /** Writes that the target had made. Those before its last flush are safe. */
  readonly writes: number;
  /** The target had ended, and so had told its user that it was done. */
  readonly ended: boolean;
  /** Name of the device profile. */
  readonly device: string;
  /** The device did nothing at the flush that came after this write: only to audit flushes. */
  readonly droppedFlush?: number;
  readonly fate: Fate;
  /** Blocks that were being written as power failed: they hold neither old nor new bytes. */
  readonly trash: readonly Piece[];
}

/** How a device keeps what it was given but not told to flush. */
export interface Device {
  readonly name: string;
  readonly about: string;
  /** A block of this size, at a multiple of it, is never half written. */
  readonly atomicBytes: number;
  /** Writes reach the disk in the order in which they were made. */
  readonly ordered: boolean;
  /** The block that is being written as power fails may be left as garbage. */
  readonly trashOnTear: boolean;
}
