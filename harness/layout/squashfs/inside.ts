import { DecodeError } from "../../model/errors.js";
import type { ByteSource } from "../byte-source.js";
import { checkSuperblock, decodeSuperblock, superblockSizeBytes } from "./superblock.js";

/** A squashfs somewhere inside of a source. */
export interface SquashfsPlace {
  readonly offsetBytes: number;
  /** To the end of what its superblock counts; mksquashfs pads that to a multiple of 4 KiB. */
  readonly sizeBytes: number;
}

const magic = Buffer.from("hsqs", "latin1");
const alignmentBytes = 512;
const pieceBytes = 1024 * 1024;
/** Larger sources are not searched: that would take long, and firmware is small. */
const largestSearchedBytes = 2 ** 30;

/**
 * Finds each squashfs that begins at a multiple of 512 bytes behind the start of a source, as in
 * firmware with a kernel in front of it. Only those with a sane superblock count, and what lies
 * inside of one is not searched. Reads the source once; one of more than 1 GiB not at all.
 */
export function findSquashfs(source: ByteSource): readonly SquashfsPlace[] {
  const places: SquashfsPlace[] = [];
  if (source.sizeBytes > largestSearchedBytes) return places;
  for (let from = alignmentBytes; from < source.sizeBytes;) {
    from = skipHole(source, from);
    const place = firstIn(source, from);
    if (place !== undefined) places.push(place);
    const endBytes = place === undefined ? from + pieceBytes : place.offsetBytes + place.sizeBytes;
    from = Math.ceil(endBytes / alignmentBytes) * alignmentBytes;
  }
  return places;
}

/** Where data begin again, at a multiple of the alignment. */
function skipHole({ holeEnd }: ByteSource, fromBytes: number): number {
  const dataAt = holeEnd?.(fromBytes) ?? fromBytes;
  return Math.max(fromBytes, dataAt - (dataAt % alignmentBytes));
}

/** The first one that begins in a piece of the source. */
function firstIn(source: ByteSource, fromBytes: number): SquashfsPlace | undefined {
  const piece = source.read(fromBytes, pieceBytes);
  for (let at = piece.indexOf(magic); at >= 0; at = piece.indexOf(magic, at + 1)) {
    const place = at % alignmentBytes === 0 ? placeAt(source, fromBytes + at) : undefined;
    if (place !== undefined) return place;
  }
  return undefined;
}

function placeAt(source: ByteSource, offsetBytes: number): SquashfsPlace | undefined {
  const superblock = decodeSuperblock(source.read(offsetBytes, superblockSizeBytes));
  if (superblock === undefined || superblock.inodeCount === 0) return undefined;
  try {
    checkSuperblock(superblock, source.sizeBytes - offsetBytes);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
  return { offsetBytes, sizeBytes: superblock.bytesUsed };
}
