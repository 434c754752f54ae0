import { oneRecord, type FieldRecords } from "../fields.js";
import { protectiveMbrFields } from "../mbr/fields.js";
import type { Region } from "../region.js";
import { gptEntryFields, gptHeaderFields } from "./fields.js";
import { gptTableRegions } from "./regions.js";
import type { GptCopy, GptHeader, GptReading } from "./types.js";

const usualEntryBytes = 128;

/** The fields of all parts of a GPT, where `gptTableRegions` finds these. */
export function gptRecords(reading: GptReading): FieldRecords[] {
  return gptTableRegions(reading).map((region) => recordsOf(reading, region));
}

function recordsOf(reading: GptReading, region: Region): FieldRecords {
  const { primary, backup, sectorBytes } = reading;
  switch (region.name) {
    case "primary header":
      return { ...oneRecord(region, gptHeaderFields("primary", sectorBytes)), copy: "primary" };
    case "backup header":
      return { ...oneRecord(region, gptHeaderFields("backup", sectorBytes)), copy: "backup" };
    case "primary entries":
      return { ...entries(region, headerOf(primary) ?? headerOf(backup)), copy: "primary" };
    case "backup entries":
      return { ...entries(region, headerOf(backup) ?? headerOf(primary)), copy: "backup" };
    default:
      return oneRecord(region, protectiveMbrFields(sectorBytes));
  }
}

function headerOf({ headerState, header }: GptCopy): GptHeader | undefined {
  return headerState === "valid" ? header : undefined;
}

/** An array need not fill its last block. */
function entries({ name, startBytes, endBytes }: Region, header?: GptHeader): FieldRecords {
  const recordBytes = header?.sizeOfPartitionEntry ?? usualEntryBytes;
  const fitting = Math.floor((endBytes - startBytes) / recordBytes);
  const count = Math.min(fitting, header?.numberOfPartitionEntries ?? fitting);
  const fields = gptEntryFields(recordBytes);
  return { place: name, startBytes, endBytes, recordBytes, count, noun: "entry", fields };
}
