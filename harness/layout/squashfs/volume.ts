import type { ByteSource } from "../byte-source.js";
import { decompressorOf, type Decompress } from "./compression.js";
import { openLookupTable, type LookupTable } from "./lookup-table.js";
import { openMetadata, type Metadata } from "./metadata.js";
import { checkSuperblock, type Superblock } from "./superblock.js";

/** A file system opened for one reading: what is cached in it does not outlive a change. */
export interface Volume {
  readonly source: ByteSource;
  readonly superblock: Superblock;
  readonly metadata: Metadata;
  readonly decompress: Decompress;
  readonly ids: LookupTable;
  readonly fragments: LookupTable;
}

const idSizeBytes = 4;
const fragmentEntrySizeBytes = 16;

/** Checks the superblock. Throws DecodeError. */
export function openVolume(source: ByteSource, superblock: Superblock): Volume {
  checkSuperblock(superblock, source.sizeBytes);
  const decompress = decompressorOf(superblock.compressor);
  const metadata = openMetadata(source, superblock.bytesUsed, decompress);
  const ids = openLookupTable(source, metadata, {
    startBytes: superblock.idTableBytes,
    entrySizeBytes: idSizeBytes,
    entryCount: superblock.idCount,
  });
  const fragments = openLookupTable(source, metadata, {
    startBytes: superblock.fragmentTableBytes,
    entrySizeBytes: fragmentEntrySizeBytes,
    entryCount: superblock.fragmentCount,
  });
  return { source, superblock, metadata, decompress, ids, fragments };
}
