import { putRecord } from "../mbr/mbr.samples.js";
import { encodeGpt } from "./gpt.js";
import type { GptHeaderFields } from "./header.js";
import type { GptEntry, SectorBytes } from "./types.js";

export const sampleGuid = "01234567-89AB-CDEF-0123-456789ABCDEF";
export const sampleSectors = 200;

const entry: GptEntry = {
  ...{ number: 3, typeGuid: sampleGuid, guid: sampleGuid, startingLba: 50, endingLba: 60 },
  ...{ attributes: "0".repeat(16), name: "A" },
};
const fieldsOf = (myLba: number, alternateLba: number, partitionEntryLba: number) => {
  const places = { myLba, alternateLba, partitionEntryLba, firstUsableLba: 40, lastUsableLba: 150 };
  const entries = { numberOfPartitionEntries: 20, sizeOfPartitionEntry: 256 };
  return { revision: 0x10000, headerSizeBytes: 92, diskGuid: sampleGuid, ...places, ...entries };
};

/**
 * A disk of 200 sectors with partition 3 at LBA 50 to 60. Entries of 256 bytes are at LBA 2 and
 * 180. `header` and `more` change the primary copy, with good CRCs.
 */
export function sampleGptDisk(
  sectorBytes: SectorBytes,
  header: Partial<GptHeaderFields> = {},
  more: Partial<GptEntry> = {},
): Buffer {
  const disk = Buffer.alloc(sampleSectors * sectorBytes);
  putRecord(disk, 0, [[0xee, 1, sampleSectors - 1]]);
  const last = sampleSectors - 1;
  const primary = { ...fieldsOf(1, last, 2), ...header };
  const copies = [
    [1, 2, encodeGpt(primary, [{ ...entry, ...more }], sectorBytes)],
    [last, 180, encodeGpt(fieldsOf(last, 1, 180), [entry], sectorBytes)],
  ] as const;
  for (const [headerLba, entriesLba, copy] of copies) {
    copy.header.copy(disk, headerLba * sectorBytes);
    copy.entries.copy(disk, entriesLba * sectorBytes);
  }
  return disk;
}
