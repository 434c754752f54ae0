import type { Region } from "../region.js";
import { entryArrayBytes } from "./header.js";
import type { GptCopy, GptHeader, GptReading } from "./types.js";

const usualEntriesBytes = 128 * 128;

/**
 * Where the parts of a GPT are, in bytes from the start of the disk, sorted. A copy whose header
 * is not valid is placed where sgdisk would write it: entries at LBA 2, or up to the last LBA. A
 * part that would overlap a more certain one, or lie outside the disk, is left out.
 */
export function gptTableRegions(reading: GptReading): Region[] {
  const { primary, backup, sectorBytes, sizeBytes } = reading;
  const believed = believedHeader(primary) ?? believedHeader(backup);
  const arrayBytes = believed === undefined ? usualEntriesBytes : entryArrayBytes(believed);
  const arraySectors = Math.ceil(arrayBytes / sectorBytes);
  const entriesOf = (copy: GptCopy, usualLba: number): [number, number] => {
    const header = believedHeader(copy);
    if (header === undefined) return [usualLba, arraySectors];
    return [header.partitionEntryLba, Math.ceil(entryArrayBytes(header) / sectorBytes)];
  };
  const parts: [string, number, number][] = [
    ["protective MBR", 0, 1],
    ["primary header", primary.lba, 1],
    ["backup header", backup.lba, 1],
    ["primary entries", ...entriesOf(primary, 2)],
    ["backup entries", ...entriesOf(backup, backup.lba - arraySectors)],
  ];
  const regions: Region[] = [];
  for (const [name, lba, sectorCount] of parts) {
    const startBytes = lba * sectorBytes;
    const endBytes = startBytes + sectorCount * sectorBytes;
    const fits = startBytes >= 0 && endBytes <= sizeBytes;
    const taken = regions.some((one) => startBytes < one.endBytes && one.startBytes < endBytes);
    if (fits && !taken) regions.push({ name, kind: "table", startBytes, endBytes });
  }
  return regions.sort((one, other) => one.startBytes - other.startBytes);
}

function believedHeader(copy: GptCopy): GptHeader | undefined {
  return copy.headerState === "valid" ? copy.header : undefined;
}
